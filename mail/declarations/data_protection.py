from cms.declarations.data_protection import MADE_BY_PROGRAM, Declarations, FieldProtection
from mail.models import Email

DATA_PROTECTION: Declarations = {
    Email: FieldProtection(
        unencrypted_because={MADE_BY_PROGRAM: "key about kind permission message_id"}
    ),
}
