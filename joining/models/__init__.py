from joining.models.applications import ApplicantType, Application, Referee
from joining.models.consents import Consent, ConsentText
from joining.models.decisions import Note, Vote
from joining.models.drafts import ApplicationDraft
from joining.models.files import ApplicationFile
from joining.models.logs import ApplicationAccess, ApplicationLogEntry, RetentionLogEntry
from joining.models.signatures import AgreementEndorsement, Signature

__all__ = [
    "AgreementEndorsement",
    "ApplicantType",
    "Application",
    "ApplicationAccess",
    "ApplicationDraft",
    "ApplicationFile",
    "ApplicationLogEntry",
    "Consent",
    "ConsentText",
    "Note",
    "Referee",
    "RetentionLogEntry",
    "Signature",
    "Vote",
]
