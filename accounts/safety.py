"""What happens to an account besides signing in: it is written down, its owner is told, and its
sessions end where that protects.

Letters go uncapped by strangers: a flood of forms in a coordinator's name must not keep a warning
from her. They have a cap of their own.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import devices, second_factor, sessions
from accounts.models import Entry, Passkey
from letters import outbox
from letters.models import Letter
from letters.writing import link
from network import languages

What = Entry.What

LETTERS_A_DAY = 10
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)

# What the owner of an account is told, in the words of the letter.
TOLD = {
    What.PASSWORD: _("The password of your account was changed."),
    What.FACTOR_ON: _("An authenticator app was set up for your account."),
    What.FACTOR_OFF: _("The second factor of your account was taken off."),
    What.PASSKEY_ON: _("A passkey was added to your account."),
    What.PASSKEY_OFF: _("A passkey was removed from your account."),
    What.PASSKEY_COPIED: _(
        "Somebody tried to log in to your account with a copy of your passkey. Remove this passkey "
        "and add a new one."
    ),
    What.CODES: _("New recovery codes were made for your account; the old ones no longer work."),
    What.RECOVERY: _(
        "Somebody used a recovery code to log in to your account or to confirm that it was you."
    ),
    What.WRONG_CODE: _(
        "Somebody typed the right password of your account, and then a wrong code several times."
    ),
}


def note(user, what: What, by=None) -> Entry:
    """Write a line of the record; `by` is somebody else than the owner."""
    name = by.get_username() if by and by != user else ""
    return Entry.objects.create(account=user, name=user.get_username(), what=what, by=name)


def note_in_vain(user, what: What) -> None:
    """Once an hour is enough: an attacker must not be able to fill the record."""
    since = timezone.now() - AN_HOUR
    if not Entry.objects.filter(account=user, what=what, at__gt=since).exists():
        note(user, what)


def note_and_tell(user, what: What, by=None) -> None:
    entry = note(user, what, by)
    tell(user, "accounts/letters/changed.txt", {"what": TOLD[what], "entry": entry})


def tell(user, template: str, context: dict) -> None:
    """A letter to the account's own address, in the language in which it was last signed in to."""
    about, since = f"account:{user.pk}", timezone.now() - A_DAY
    sent = Letter.objects.filter(about=about, posted_at__gt=since).count()
    if not user.email or sent >= LETTERS_A_DAY:
        return
    device = user.devices.order_by("-seen_at").first()
    outbox.post(
        user.email,
        template,
        context | {"name": user.get_username(), "address": link(reverse("admin:account"))},
        language=device.language if device else languages.codes()[0],
        key=f"accounts.{context['entry'].pk}",
        about=about,
        capped=False,
    )


@transaction.atomic
def warn(user, what: What) -> None:
    """Once an hour: an attacker must not be able to fill the mailbox."""
    since = timezone.now() - AN_HOUR
    if not Entry.objects.filter(account=user, what=what, at__gt=since).exists():
        note_and_tell(user, what)


def warn_of_wrong_codes(user) -> None:
    """Whoever gets that far has the password."""
    warn(user, What.WRONG_CODE)


@transaction.atomic
def password_changed(user, *, by=None, session=None) -> None:
    """Django ends the sessions that were begun with the old password; here they go at once."""
    sessions.end_all(user, but=session)
    note_and_tell(user, What.PASSWORD, by)


@transaction.atomic
def rights_changed(user, *, by, session=None) -> None:
    """Whoever may do other things than before signs in anew."""
    sessions.end_all(user, but=session)
    note(user, What.RIGHTS, by)


@transaction.atomic
def set_up_second_factor(user, key: str, step: int) -> list[str]:
    codes = second_factor.turn_on(user, key, step)
    note_and_tell(user, What.FACTOR_ON)
    return codes


@transaction.atomic
def passkey_added(user) -> list[str]:
    """New recovery codes where there are none: a passkey can be lost with its device."""
    note_and_tell(user, What.PASSKEY_ON)
    return [] if user.recovery_codes.exists() else second_factor.new_codes(user)


@transaction.atomic
def remove_passkey(passkey: Passkey, *, session=None) -> bool:
    """For a device that is lost or given away: whoever got in with it is logged out. False for the
    only second factor where one is required."""
    # One after the other: of the last two passkeys one stays.
    user = get_user_model().objects.select_for_update().get(pk=passkey.account_id)
    has_others = second_factor.has_app(user) or user.passkeys.exclude(pk=passkey.pk).exists()
    if settings.SECOND_FACTOR_REQUIRED and not has_others:
        return False
    passkey.delete()
    if not has_others:
        user.recovery_codes.all().delete()
    note_and_tell(user, What.PASSKEY_OFF)
    devices.forget_all(user)
    sessions.end_all(user, but=session)
    return True


@transaction.atomic
def make_codes(user) -> list[str]:
    codes = second_factor.new_codes(user)
    note_and_tell(user, What.CODES)
    return codes


@transaction.atomic
def take_off_second_factor(user, *, by=None, session=None) -> bool:
    """For who lost the phone, or the wish: no device is known, all sessions end. Whether there was
    a second factor."""
    if not second_factor.turn_off(user):
        return False
    note_and_tell(user, What.FACTOR_OFF, by)
    devices.forget_all(user)
    sessions.end_all(user, but=session)
    return True


@transaction.atomic
def sign_out_everywhere(user, *, session=None) -> int:
    devices.forget_all(user)
    note(user, What.SIGNED_OUT)
    return sessions.end_all(user, but=session)


def expired() -> int:
    return Entry.objects.expired().count() + devices.expired()


def purge() -> int:
    """Erase what is kept no longer."""
    return Entry.objects.expired().delete()[0] + devices.purge()
