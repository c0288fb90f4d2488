from joining.models import (
    Application,
    ApplicationAccess,
    ApplicationDraft,
    ApplicationFile,
    ApplicationLogEntry,
    Consent,
    Note,
    Referee,
    RetentionLogEntry,
    Vote,
)

NEVER_PUBLIC = [
    ApplicationAccess,
    Application,
    ApplicationFile,
    ApplicationLogEntry,
    Consent,
    RetentionLogEntry,
    ApplicationDraft,
    Note,
    Referee,
    Vote,
]
