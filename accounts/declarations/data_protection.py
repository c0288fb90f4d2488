from accounts.models import Device, LoginSession, Passkey, RecoveryCode, SecurityEvent
from cms.declarations.data_protection import ACCOUNTS, CODES, HASHED, Declarations, FieldProtection

DATA_PROTECTION: Declarations = {
    LoginSession: FieldProtection(unencrypted_because={CODES: "session_data"}),
    RecoveryCode: FieldProtection(unencrypted_because={HASHED: "code_hash"}),
    Passkey: FieldProtection(unencrypted_because={ACCOUNTS: "name"}),
    Device: FieldProtection(unencrypted_because={HASHED: "token_hash"}),
    SecurityEvent: FieldProtection(unencrypted_because={ACCOUNTS: "name by"}),
}
