"""Who we are: organisations, people and the offices they hold, what members sign, and what keeps
the list of them right."""

from members.models.agreements import Agreement
from members.models.appearances import Appearance
from members.models.hidings import Hiding, TakenBack
from members.models.history import Milestone
from members.models.organisations import Organisation, OrganisationPhoto
from members.models.people import Office, Person
from members.models.proposals import Proposal, ProposedChange, Question
from members.models.regions import Region
from members.models.upkeep import LinkCheck, MemberList, TwoDifferent

__all__ = [
    "Agreement",
    "Appearance",
    "Hiding",
    "LinkCheck",
    "MemberList",
    "Milestone",
    "Office",
    "Organisation",
    "OrganisationPhoto",
    "Person",
    "Proposal",
    "ProposedChange",
    "Question",
    "Region",
    "TakenBack",
    "TwoDifferent",
]
