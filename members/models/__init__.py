"""Who we are: organisations, people and the offices they hold, what members sign, and what keeps
the list of them right."""

from members.models.agreements import Agreement
from members.models.organisations import Organisation, Region
from members.models.people import Office, Person
from members.models.proposals import Proposal, ProposedChange, Question
from members.models.upkeep import LinkCheck, MemberList, TwoDifferent

__all__ = [
    "Agreement",
    "LinkCheck",
    "MemberList",
    "Office",
    "Organisation",
    "Person",
    "Proposal",
    "ProposedChange",
    "Question",
    "Region",
    "TwoDifferent",
]
