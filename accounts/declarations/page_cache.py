from accounts.models import (
    AttemptCounter,
    Device,
    LoginSession,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SecurityEvent,
)

NEVER_PUBLIC = [
    AttemptCounter,
    Device,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SecurityEvent,
    LoginSession,
]
