"""The way in, step by step: name and password, then the second factor, then the desk. A passkey
takes the place of both steps, or of the second.

Nobody is logged in before the last step. In between a session without a user remembers whose
password was right, so whatever asks for `request.user`, anywhere, sees a stranger until both
factors were given: there is no page that could forget to ask for the second.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts import devices, passkeys, safety, second_factor, throttle
from accounts.models import Entry
from network import encryption

What = Entry.What

HALFWAY = "signing-in"
NEW_KEY = "new-key"
# Enough to install an app and to find out how it works.
TIME_FOR_IT = timedelta(minutes=20)


@dataclass(frozen=True)
class Refused(Exception):  # noqa: N818 - a No is no error
    """Why an attempt does not pass, and how long to wait if it was not even looked at."""

    words: str
    wait: timedelta = timedelta()


def recognise(request: HttpRequest, username: str, password: str):
    """Whose name and password these are. An account that does not exist, is closed or is none of
    the desk's is answered alike, and takes as long: Django hashes for nobody as well."""
    device = devices.of(request, username)
    turn = throttle.of_password(request, username, device)
    address = None if device else throttle.of_address(request)
    for taken in filter(None, [address, turn]):
        if wait := taken.take():
            raise Refused(throttle.words_for(wait), wait)
    user = authenticate(request, username=username, password=password)
    if user is None or not user.is_staff:
        for known in get_user_model().objects.filter(username=username):
            safety.note_in_vain(known, What.WRONG_PASSWORD)
        raise Refused(
            _("This user name and password do not match. Check both, including capital letters.")
        )
    turn.forget()
    if address:
        address.give_back()
    return user


def prove(request: HttpRequest, user, code: str) -> bool:
    """Let a code of the app pass, or a recovery code; each once."""
    is_of_app = second_factor.looks_like_app_code(code)
    device = devices.of(request, user.get_username())
    turn = throttle.of_code(user, device, "code" if is_of_app else "recovery")
    if wait := turn.take():
        safety.warn_of_wrong_codes(user)
        raise Refused(throttle.words_for(wait), wait)
    if not (second_factor.accepts if is_of_app else second_factor.use_up)(user, code):
        raise Refused(wrong_code(is_of_app))
    turn.forget()
    if not is_of_app:
        safety.note_and_tell(user, What.RECOVERY)
    return True


def passkey_question(request: HttpRequest, owner=None) -> dict:
    """What the browser is told to ask for a passkey. A stranger's question takes its turn: each
    begins a session."""
    if owner is None:
        device = devices.last_used(request)
        if wait := throttle.of_passkey(request, device, "passkey question").take():
            raise Refused(throttle.words_for(wait), wait)
    return passkeys.request_options(request, owner)


def recognise_passkey(request: HttpRequest, passkey: str, owner=None):
    """Whose passkey this is: of `owner`, who is known already, or of anybody on the desk."""
    turns = passkey_turns(request, owner)
    if wait := turns[0].take():
        if owner:
            safety.warn_of_wrong_codes(owner)
        raise Refused(throttle.words_for(wait), wait)
    try:
        used = passkeys.authenticate(request, passkey, owner)
    except passkeys.CopiedPasskeyError as error:
        safety.warn(error.account, What.PASSKEY_COPIED)
        raise Refused(
            _(
                "This passkey may have been copied, so it was not accepted. Log in with your "
                "password and a code, remove this passkey and add a new one."
            )
        ) from error
    except passkeys.PasskeyError as error:
        raise Refused(
            _(
                "This passkey was not accepted. Try again; if that does not help, use your "
                "password and a code."
            )
        ) from error
    for turn in turns:
        turn.forget()
    return used.account


def passkey_turns(request: HttpRequest, owner) -> list[throttle.Turn]:
    """Whoever has given a password is counted as with codes, others by device or address."""
    if owner:
        device = devices.of(request, owner.get_username())
        return [throttle.of_code(owner, device, "passkey")]
    device = devices.last_used(request)
    kinds = ("passkey", "passkey question")
    return [throttle.of_passkey(request, device, kind) for kind in kinds]


def wrong_code(is_of_app: bool) -> str:
    if is_of_app:
        return _(
            "This code is wrong, too old or used already. Wait for the next one in your app and "
            "type it. If it is never accepted, let your phone set its clock automatically."
        )
    return _("Type a code of six digits, or a recovery code that you have not used yet.")


def prove_password(request: HttpRequest, user, password: str) -> None:
    """The same for who has no second factor."""
    device = devices.of(request, user.get_username())
    turn = throttle.of_password(request, user.get_username(), device)
    if wait := turn.take():
        raise Refused(throttle.words_for(wait), wait)
    if not user.check_password(password):
        raise Refused(_("This is not your password. Please type it again."))
    turn.forget()


def begin(request: HttpRequest, user) -> None:
    """The password was right: remember whose, in a new session."""
    request.session.flush()
    request.session[HALFWAY] = {
        "account": user.pk,
        # Changes with the password: who knows only the old one does not get on.
        "hash": user.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
    }


def halfway(request: HttpRequest):
    """Who has given the right password in this session a short while ago; None for nobody."""
    kept = request.session.get(HALFWAY)
    if not kept or timezone.now().timestamp() - kept["at"] > TIME_FOR_IT.total_seconds():
        return None
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    user = people.filter(pk=kept["account"]).first()
    is_same = user and constant_time_compare(kept["hash"], user.get_session_auth_hash())
    return user if is_same else None


def may_enter_at_once(user) -> bool:
    """A developer's machine does not insist on a second factor; whoever has one gives it."""
    return not settings.SECOND_FACTOR_REQUIRED and not second_factor.is_on(user)


def add_passkey(request: HttpRequest, user, name: str, passkey: str) -> list[str]:
    """Keep a new passkey; new recovery codes, if there were none."""
    try:
        passkeys.register(request, user, passkey, name)
    except passkeys.AlreadyRegisteredError as error:
        raise Refused(
            _("This passkey is in use already, or you have too many. Choose another device.")
        ) from error
    except passkeys.PasskeyError as error:
        raise Refused(_("The passkey could not be made. Please try again.")) from error
    return safety.passkey_added(user)


@transaction.atomic
def finish(request: HttpRequest, user) -> str:
    """Let somebody in. The token of the device, for its cookie."""
    request.session.flush()
    login(request, user)
    token, is_new = devices.remember(request, user)
    entry = safety.note(user, What.NEW_DEVICE if is_new else What.SIGNED_IN)
    if is_new:
        safety.tell(user, "accounts/letters/new_device.txt", {"entry": entry})
    return token


def offered_key(request: HttpRequest) -> str:
    """The key that this browser is being shown and nobody else, until a code of it comes back."""
    if NEW_KEY not in request.session:
        request.session[NEW_KEY] = encryption.encrypt(second_factor.new_key()).decode()
    return encryption.decrypt(request.session[NEW_KEY].encode())


def take_key(request: HttpRequest, user, code: str) -> list[str]:
    """The offered key becomes the second factor when a code of it is right; its recovery codes."""
    key = offered_key(request)
    step = second_factor.step_of(key, code)
    if step is None:
        raise Refused(wrong_code(is_of_app=True))
    codes = safety.set_up_second_factor(user, key, step)
    request.session.pop(NEW_KEY)
    return codes
