"""The second factor: a passkey (`accounts.passkeys`), codes of an authenticator app (TOTP, RFC
6238), and codes for the day on which the phone is gone. The key of the app is encrypted in the
database, recovery codes are there as hashes only.
"""

from hashlib import sha256

import pyotp
import segno
from django.db import transaction
from django.utils import timezone
from pyotp.exceptions import OTPVerificationError

from accounts.models import Passkey, RecoveryCode, SecondFactor
from network import codes, languages
from network.models import Network

DIGITS = 6
# A code is still good while the next is shown: clocks differ, and typing takes time.
NEIGHBOURS = 1

RECOVERY_CODES = 10


def is_on(user) -> bool:
    return has_app(user) or Passkey.objects.filter(account=user).exists()


def has_app(user) -> bool:
    return SecondFactor.objects.filter(account=user).exists()


def new_key() -> str:
    """160 random bits, as apps read them."""
    return pyotp.random_base32()


def app_address(user, key: str) -> str:
    """What an authenticator app reads: key, account and the site's name."""
    issuer = languages.plain_words(Network.objects.current(), "name") or "MenEngage"
    return pyotp.TOTP(key, name=user.get_username(), issuer=issuer).provisioning_uri()


def qr_code(address: str) -> str:
    """The address as a picture, itself an address (`data:`): it is stored nowhere."""
    return segno.make(address, error="m").svg_data_uri(scale=5, dark="#000", light="#fff")


def step_of(key: str, code: str) -> int | None:
    """Which step of 30 seconds, of those around now, a code belongs to."""
    now = timezone.now().timestamp()
    try:
        return pyotp.TOTP(key).verify_and_get_timecode(code, for_time=now, valid_window=NEIGHBOURS)
    except OTPVerificationError:
        return None


def looks_like_app_code(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isascii() and typed.isdecimal()


@transaction.atomic
def accepts(user, code: str) -> bool:
    """Whether a code of the app is right. Each is good once: whoever looked over a shoulder comes
    too late."""
    factor = SecondFactor.objects.select_for_update().filter(account=user).first()
    step = step_of(factor.key, code) if factor else None
    if step is None or step <= factor.last_step:
        return False
    SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
    return True


@transaction.atomic
def turn_on(user, key: str, step: int) -> list[str]:
    """Keep a key whose code of `step` has come back; the recovery codes, which are kept nowhere."""
    facts = {"key": key, "last_step": step, "since": timezone.now()}
    SecondFactor.objects.update_or_create(account=user, defaults=facts)
    return new_codes(user)


@transaction.atomic
def turn_off(user) -> bool:
    """Take off app, passkeys and recovery codes. Whether there was a second factor."""
    user.recovery_codes.all().delete()
    passkeys, _models = Passkey.objects.filter(account=user).delete()
    apps, _models = SecondFactor.objects.filter(account=user).delete()
    return bool(passkeys or apps)


@transaction.atomic
def new_codes(user) -> list[str]:
    """New recovery codes; those from before are worth nothing now."""
    new = [codes.new() for _number in range(RECOVERY_CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=user, code_hash=hash_of(code)) for code in new
    )
    return [codes.in_groups(code) for code in new]


def use_up(user, code: str) -> bool:
    """Whether this was one of the recovery codes; it is none any more. Of two who send the same
    one at the same moment the database lets one delete it."""
    return bool(user.recovery_codes.filter(code_hash=hash_of(code)).delete()[0])


def hash_of(code: str) -> str:
    return sha256(codes.plain(code).encode()).hexdigest()
