from cms.declarations.data_protection import CODES, Declarations, FieldProtection
from mail.models import Email

DATA_PROTECTION: Declarations = {
    Email: FieldProtection(unencrypted_because={CODES: "key about kind permission message_id"}),
}
