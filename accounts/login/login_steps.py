"""The steps of logging in: user name and password, then the second factor. A passkey replaces both
steps, or the second.

Nobody is logged in before the last step. In between, a session without a user remembers whose
password was right, so `request.user` is anonymous everywhere until both factors were given: no page
can forget to ask for the second.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts import account_security
from accounts.credentials import passkeys, second_factor
from accounts.limits_and_periods import PENDING_LOGIN_LIFETIME
from accounts.login import devices, throttle
from accounts.models import SecurityEvent
from cms.encryption import cipher

Action = SecurityEvent.Action

PENDING_LOGIN_KEY = "pending-login"
NEW_TOTP_KEY = "new-key"


@dataclass(frozen=True)
class LoginRefusedError(Exception):
    """`wait`: how long to wait, if the attempt was not even checked."""

    message: str
    wait: timedelta = timedelta()


def authenticate_password(request: HttpRequest, username: str, password: str) -> User:
    """The error and the time are the same for accounts that do not exist, are inactive or are not
    staff: Django hashes the password in any case."""
    device = devices.known_device(request, username)
    limit = throttle.password_throttle(request, username, device)
    address_limit = None if device else throttle.address_throttle(request)
    for one in filter(None, [address_limit, limit]):
        if wait := one.attempt():
            raise LoginRefusedError(throttle.wait_message(wait), wait)
    user = authenticate(request, username=username, password=password)
    if user is None or not user.is_staff:
        for owner in get_user_model().objects.filter(username=username):
            account_security.log_event_hourly(owner, Action.WRONG_PASSWORD)
        raise LoginRefusedError(
            _("This user name and password do not match. Check both, including capital letters.")
        )
    limit.reset()
    if address_limit:
        address_limit.refund()
    return user


def check_code(request: HttpRequest, user: User, code: str) -> bool:
    """Accept a code of the app, or a recovery code; each once."""
    is_app_code = second_factor.looks_like_app_code(code)
    use_code = second_factor.use_app_code if is_app_code else second_factor.use_recovery_code
    device = devices.known_device(request, user.get_username())
    limit = throttle.code_throttle(user, device, "code" if is_app_code else "recovery")
    if wait := limit.attempt():
        account_security.warn_about_wrong_codes(user)
        raise LoginRefusedError(throttle.wait_message(wait), wait)
    if not use_code(user, code):
        raise LoginRefusedError(wrong_code_message(is_app_code))
    limit.reset()
    if not is_app_code:
        account_security.log_and_notify(user, Action.RECOVERY)
    return True


def passkey_request_options(request: HttpRequest, owner: User | None = None) -> dict:
    """Anonymous requests are throttled, as each starts a session."""
    if owner is None:
        device = devices.last_used_device(request)
        if wait := throttle.passkey_throttle(request, device, "passkey question").attempt():
            raise LoginRefusedError(throttle.wait_message(wait), wait)
    return passkeys.request_options(request, owner)


def authenticate_passkey(request: HttpRequest, passkey: str, owner: User | None = None) -> User:
    """`passkey`: the browser's response, as JSON. Without `owner`, of any staff account."""
    limits = passkey_throttles(request, owner)
    if wait := limits[0].attempt():
        if owner:
            account_security.warn_about_wrong_codes(owner)
        raise LoginRefusedError(throttle.wait_message(wait), wait)
    try:
        used = passkeys.authenticate(request, passkey, owner)
    except passkeys.CopiedPasskeyError as error:
        account_security.log_and_notify_hourly(error.account, Action.PASSKEY_COPIED)
        raise LoginRefusedError(
            _(
                "This passkey may have been copied, so it was not accepted. Log in with your "
                "password and a code, remove this passkey and add a new one."
            )
        ) from error
    except passkeys.PasskeyError as error:
        raise LoginRefusedError(
            _(
                "This passkey was not accepted. Try again; if that does not help, use your "
                "password and a code."
            )
        ) from error
    for limit in limits:
        limit.reset()
    return used.account


def passkey_throttles(request: HttpRequest, owner: User | None) -> list[throttle.Throttle]:
    if owner:
        device = devices.known_device(request, owner.get_username())
        return [throttle.code_throttle(owner, device, "passkey")]
    device = devices.last_used_device(request)
    kinds = ("passkey", "passkey question")
    return [throttle.passkey_throttle(request, device, kind) for kind in kinds]


def wrong_code_message(is_app_code: bool) -> str:
    if is_app_code:
        return _(
            "This code is wrong, too old or used already. Wait for the next one in your app and "
            "enter it. If it is never accepted, let your phone set its clock automatically."
        )
    return _("Enter a code of six digits, or a recovery code that you have not used yet.")


def check_password(request: HttpRequest, user: User, password: str) -> None:
    """For accounts without a second factor."""
    device = devices.known_device(request, user.get_username())
    limit = throttle.password_throttle(request, user.get_username(), device)
    if wait := limit.attempt():
        raise LoginRefusedError(throttle.wait_message(wait), wait)
    if not user.check_password(password):
        raise LoginRefusedError(_("This is not your password. Please enter it again."))
    limit.reset()


def start_second_step(request: HttpRequest, user: User) -> None:
    """Remember in a new session whose password was right."""
    request.session.flush()
    request.session[PENDING_LOGIN_KEY] = {
        "account": user.pk,
        # Changes with the password: a session with the old one cannot continue.
        "hash": user.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
    }


def pending_user(request: HttpRequest) -> User | None:
    pending = request.session.get(PENDING_LOGIN_KEY)
    if (
        not pending
        or timezone.now().timestamp() - pending["at"] > PENDING_LOGIN_LIFETIME.total_seconds()
    ):
        return None
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    user = staff.filter(pk=pending["account"]).first()
    if user and constant_time_compare(pending["hash"], user.get_session_auth_hash()):
        return user
    return None


def needs_no_second_factor(user: User) -> bool:
    """In development a second factor is optional."""
    return not settings.SECOND_FACTOR_REQUIRED and not second_factor.is_enabled(user)


def add_passkey(request: HttpRequest, user: User, name: str, passkey: str) -> list[str]:
    """Returns new recovery codes if there were none."""
    try:
        passkeys.register_passkey(request, user, passkey, name)
    except passkeys.AlreadyRegisteredError as error:
        raise LoginRefusedError(
            _("This passkey is in use already, or you have too many. Choose another device.")
        ) from error
    except passkeys.PasskeyError as error:
        raise LoginRefusedError(_("The passkey could not be created. Please try again.")) from error
    return account_security.handle_new_passkey(user)


@transaction.atomic
def finish_login(request: HttpRequest, user: User) -> str:
    """Returns the token of the device, for its cookie."""
    request.session.flush()
    login(request, user)
    token, is_new = devices.remember_device(request, user)
    entry = account_security.log_event(user, Action.NEW_DEVICE if is_new else Action.LOGGED_IN)
    if is_new:
        account_security.notify_owner(user, "accounts/emails/new_device.txt", {"entry": entry})
    return token


def offered_totp_key(request: HttpRequest) -> str:
    """The new key that is shown to this browser only, until a code confirms it."""
    if NEW_TOTP_KEY not in request.session:
        request.session[NEW_TOTP_KEY] = cipher.encrypt(second_factor.new_totp_key()).decode()
    return cipher.decrypt(request.session[NEW_TOTP_KEY].encode())


def set_up_app(request: HttpRequest, user: User, code: str) -> list[str]:
    """Confirms the offered key. Returns the recovery codes."""
    key = offered_totp_key(request)
    step = second_factor.matching_time_step(key, code)
    if step is None:
        raise LoginRefusedError(wrong_code_message(is_app_code=True))
    codes = account_security.set_up_second_factor(user, key, step)
    request.session.pop(NEW_TOTP_KEY)
    return codes
