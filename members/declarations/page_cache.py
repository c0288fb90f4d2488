from members.models import (
    AccuracyRequest,
    DistinctPair,
    LinkCheck,
    MemberListUpload,
    ProposedChange,
)

MODELS_ON_NO_PUBLIC_PAGE = [
    AccuracyRequest,
    DistinctPair,
    LinkCheck,
    MemberListUpload,
    ProposedChange,
]
