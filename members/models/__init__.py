from members.models.agreements import Agreement
from members.models.appearances import Appearance
from members.models.distinct_pairs import DistinctPair
from members.models.hidden_periods import HiddenPeriod, UnpublishedText
from members.models.link_checks import LinkCheck
from members.models.list_uploads import MemberListUpload
from members.models.milestones import Milestone
from members.models.organisations import Organisation, OrganisationPhoto
from members.models.people import Office, Person
from members.models.proposals import AccuracyRequest, Proposal, ProposedChange
from members.models.regions import Region

__all__ = [
    "AccuracyRequest",
    "Agreement",
    "Appearance",
    "DistinctPair",
    "HiddenPeriod",
    "LinkCheck",
    "MemberListUpload",
    "Milestone",
    "Office",
    "Organisation",
    "OrganisationPhoto",
    "Person",
    "Proposal",
    "ProposedChange",
    "Region",
    "UnpublishedText",
]
