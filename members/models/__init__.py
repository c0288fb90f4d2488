"""Who we are, how one joins, and what keeps the list right: organisations, people, what members
sign, applications, proposals."""

from members.models.agreements import Agreement
from members.models.applications import (
    Access,
    Applicant,
    Application,
    ApplicationFile,
    Consent,
    ConsentText,
    Destruction,
    Draft,
    Move,
    Note,
    Reference,
    Signature,
    Support,
    Vote,
)
from members.models.organisations import Organisation, Region
from members.models.people import Office, Person
from members.models.proposals import Proposal, ProposedChange, Question
from members.models.upkeep import LinkCheck, MemberList, TwoDifferent

__all__ = [
    "Access",
    "Agreement",
    "Applicant",
    "Application",
    "ApplicationFile",
    "Consent",
    "ConsentText",
    "Destruction",
    "Draft",
    "LinkCheck",
    "MemberList",
    "Move",
    "Note",
    "Office",
    "Organisation",
    "Person",
    "Proposal",
    "ProposedChange",
    "Question",
    "Reference",
    "Region",
    "Signature",
    "Support",
    "TwoDifferent",
    "Vote",
]
