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
    Application: FieldProtection(unencrypted={CODES: "reference requested_fields spam_signs"}),
    ConsentText: FieldProtection(unencrypted={CODES: "purpose digest", PUBLISHED: "text"}),
    ApplicationFile: FieldProtection(unencrypted={CODES: "file"}),
    ApplicationAccessLogEntry: FieldProtection(unencrypted={ACCOUNTS: "name", CODES: "reference"}),
    RetentionLogEntry: FieldProtection(unencrypted={CODES: "rule"}),
}
