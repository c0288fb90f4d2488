from accounts.models import Device, LoginSession, Passkey, RecoveryCode, SecurityEvent
from cms.declarations.data_protection import ACCOUNTS, CODES, HASHED, Declarations, FieldProtection

DATA_PROTECTION: Declarations = {
    LoginSession: FieldProtection(unencrypted={CODES: "session_data"}),
    RecoveryCode: FieldProtection(unencrypted={HASHED: "code_hash"}),
    Passkey: FieldProtection(unencrypted={ACCOUNTS: "name"}),
    Device: FieldProtection(unencrypted={HASHED: "token_hash"}),
    SecurityEvent: FieldProtection(unencrypted={ACCOUNTS: "name by"}),
}
