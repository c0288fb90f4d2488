"""The second factor: passkeys (`accounts.credentials.passkeys`), codes of an authenticator app
(TOTP, RFC 6238), and recovery codes for a lost phone. The key of the app is encrypted in the
database; of recovery codes only hashes are stored."""

import pyotp
import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from pyotp.exceptions import OTPVerificationError

from accounts.limits_and_periods import RECOVERY_CODE_COUNT
from accounts.models import Passkey, RecoveryCode, SecondFactor
from cms.encryption import readable_codes
from cms.encryption.hashing import hash_random_secret
from cms.i18n import languages
from network.models import Network

DIGITS = 6
# A code is valid while its neighbours are shown: clocks differ, and typing takes time.
VALID_WINDOW = 1


def is_enabled(user: User) -> bool:
    return has_app(user) or Passkey.objects.filter(account=user).exists()


def has_app(user: User) -> bool:
    return SecondFactor.objects.filter(account=user).exists()


def new_totp_key() -> str:
    """160 random bits, in Base32."""
    return pyotp.random_base32()


def provisioning_uri(user: User, key: str) -> str:
    issuer = languages.translated_text(Network.objects.current(), "name") or "MenEngage"
    return pyotp.TOTP(key, name=user.get_username(), issuer=issuer).provisioning_uri()


def qr_code(address: str) -> str:
    """A `data:` URL, as the picture is stored nowhere."""
    return segno.make(address, error="m").svg_data_uri(scale=5, dark="#000", light="#fff")


def matching_time_step(key: str, code: str) -> int | None:
    """The number of the 30-second step, among those around now, that a code belongs to."""
    now = timezone.now().timestamp()
    try:
        return pyotp.TOTP(key).verify_and_get_timecode(
            code, for_time=now, valid_window=VALID_WINDOW
        )
    except OTPVerificationError:
        return None


def looks_like_app_code(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isascii() and typed.isdecimal()


@transaction.atomic
def use_app_code(user: User, code: str) -> bool:
    """Whether a code of the app is right. Each code is accepted once, so that it is of no use to
    somebody who saw it."""
    factor = SecondFactor.objects.select_for_update().filter(account=user).first()
    if factor is None:
        return False
    step = matching_time_step(factor.key, code)
    if step is None or step <= factor.last_step:
        return False
    SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
    return True


@transaction.atomic
def enable(user: User, key: str, step: int) -> list[str]:
    """Store a key whose code of `step` was verified. Returns the recovery codes."""
    facts = {"key": key, "last_step": step, "since": timezone.now()}
    SecondFactor.objects.update_or_create(account=user, defaults=facts)
    return replace_recovery_codes(user)


@transaction.atomic
def disable(user: User) -> bool:
    """Remove app, passkeys and recovery codes. Returns whether there was a second factor."""
    user.recovery_codes.all().delete()
    passkeys, _models = Passkey.objects.filter(account=user).delete()
    apps, _models = SecondFactor.objects.filter(account=user).delete()
    return bool(passkeys or apps)


@transaction.atomic
def replace_recovery_codes(user: User) -> list[str]:
    new = [readable_codes.new_code() for _number in range(RECOVERY_CODE_COUNT)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=user, code_hash=_hash_code(code)) for code in new
    )
    return [readable_codes.hyphenated(code) for code in new]


def use_recovery_code(user: User, code: str) -> bool:
    """Whether this is a valid recovery code; it is invalid afterwards. Of two simultaneous
    requests, only one can delete it."""
    return bool(user.recovery_codes.filter(code_hash=_hash_code(code)).delete()[0])


def _hash_code(code: str) -> str:
    return hash_random_secret(readable_codes.normalised(code))
