from cms.declarations.data_protection import (
    ACCOUNTS,
    HASHED,
    MADE_BY_PROGRAM,
    PUBLISHED,
    Declarations,
    FieldProtection,
)
from joining.models import (
    Application,
    ApplicationAccessLogEntry,
    ApplicationFile,
    ConsentText,
    RetentionLogEntry,
)

DATA_PROTECTION: Declarations = {
    Application: FieldProtection(
        unencrypted_because={
            MADE_BY_PROGRAM: "reference requested_fields spam_signs",
            HASHED: "name_hashes",
        }
    ),
    ConsentText: FieldProtection(
        unencrypted_because={MADE_BY_PROGRAM: "purpose digest", PUBLISHED: "text"}
    ),
    ApplicationFile: FieldProtection(unencrypted_because={MADE_BY_PROGRAM: "file"}),
    ApplicationAccessLogEntry: FieldProtection(
        unencrypted_because={ACCOUNTS: "name", MADE_BY_PROGRAM: "reference"}
    ),
    RetentionLogEntry: FieldProtection(unencrypted_because={MADE_BY_PROGRAM: "rule"}),
}
