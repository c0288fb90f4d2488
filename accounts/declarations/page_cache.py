from accounts.models import (
    AttemptCounter,
    Device,
    LoginSession,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SecurityEvent,
)

MODELS_ON_NO_PUBLIC_PAGE = [
    AttemptCounter,
    Device,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SecurityEvent,
    LoginSession,
]
