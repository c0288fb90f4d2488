from members.models import (
    AccuracyRequest,
    DistinctPair,
    LinkCheck,
    MemberListUpload,
    ProposedChange,
)

NEVER_PUBLIC = [AccuracyRequest, DistinctPair, LinkCheck, MemberListUpload, ProposedChange]
