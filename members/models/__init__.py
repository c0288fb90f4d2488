"""Who we are and how one joins: organisations, people and the offices they hold, what members sign,
what keeps the list of them right, and applications."""

from members.models.agreements import Agreement
from members.models.appearances import Appearance
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
from members.models.hidings import Hiding, TakenBack
from members.models.history import Milestone
from members.models.organisations import Organisation, OrganisationPhoto, Region
from members.models.people import Office, Person
from members.models.proposals import Proposal, ProposedChange, Question
from members.models.upkeep import LinkCheck, MemberList, TwoDifferent

__all__ = [
    "Access",
    "Agreement",
    "Appearance",
    "Applicant",
    "Application",
    "ApplicationFile",
    "Consent",
    "ConsentText",
    "Destruction",
    "Draft",
    "Hiding",
    "LinkCheck",
    "MemberList",
    "Milestone",
    "Move",
    "Note",
    "Office",
    "Organisation",
    "OrganisationPhoto",
    "Person",
    "Proposal",
    "ProposedChange",
    "Question",
    "Reference",
    "Region",
    "Signature",
    "Support",
    "TakenBack",
    "TwoDifferent",
    "Vote",
]
