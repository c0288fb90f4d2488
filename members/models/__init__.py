"""Who we are and how one joins: organisations, people, what members sign, applications."""

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
    "Move",
    "Note",
    "Office",
    "Organisation",
    "Person",
    "Reference",
    "Region",
    "Signature",
    "Support",
    "Vote",
]
