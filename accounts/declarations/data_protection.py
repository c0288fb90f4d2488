from accounts.models import Device, LoginSession, Passkey, RecoveryCode, SecurityEvent
from cms.declarations.data_protection import (
    ACCOUNTS,
    HASHED,
    MADE_BY_PROGRAM,
    Declarations,
    FieldProtection,
)

DATA_PROTECTION: Declarations = {
    LoginSession: FieldProtection(unencrypted_because={MADE_BY_PROGRAM: "session_data"}),
    RecoveryCode: FieldProtection(unencrypted_because={HASHED: "code_hash"}),
    Passkey: FieldProtection(unencrypted_because={ACCOUNTS: "name"}),
    Device: FieldProtection(unencrypted_because={HASHED: "token_hash"}),
    SecurityEvent: FieldProtection(unencrypted_because={ACCOUNTS: "name by"}),
}
