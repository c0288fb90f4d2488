from joining.models import (
    Application,
    ApplicationAccessLogEntry,
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
    ApplicationAccessLogEntry,
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
