from cms.declarations.data_protection import (
    ACCOUNTS,
    CODES,
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
        unencrypted_because={CODES: "reference requested_fields spam_signs"}
    ),
    ConsentText: FieldProtection(unencrypted_because={CODES: "purpose digest", PUBLISHED: "text"}),
    ApplicationFile: FieldProtection(unencrypted_because={CODES: "file"}),
    ApplicationAccessLogEntry: FieldProtection(
        unencrypted_because={ACCOUNTS: "name", CODES: "reference"}
    ),
    RetentionLogEntry: FieldProtection(unencrypted_because={CODES: "rule"}),
}
