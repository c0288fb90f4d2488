"""How one joins: applications and all that belongs to them, until nothing of it is left."""

from joining.models.applications import Applicant, Application, Reference
from joining.models.consents import Consent, ConsentText
from joining.models.decisions import Note, Vote
from joining.models.drafts import Draft
from joining.models.files import ApplicationFile
from joining.models.logs import Access, Destruction, Move
from joining.models.signatures import Signature, Support

__all__ = [
    "Access",
    "Applicant",
    "Application",
    "ApplicationFile",
    "Consent",
    "ConsentText",
    "Destruction",
    "Draft",
    "Move",
    "Note",
    "Reference",
    "Signature",
    "Support",
    "Vote",
]
