from joining.models.applications import ApplicantType, Application, Referee
from joining.models.consents import Consent, ConsentText
from joining.models.drafts import ApplicationDraft
from joining.models.files import ApplicationFile
from joining.models.logs import ApplicationAccessLogEntry, ApplicationLogEntry, RetentionLogEntry
from joining.models.signatures import AgreementEndorsement, Signature
from joining.models.votes_and_notes import Note, Vote

__all__ = [
    "AgreementEndorsement",
    "ApplicantType",
    "Application",
    "ApplicationAccessLogEntry",
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
