"""Changes to the security of an account: each is logged, the owner is notified, and sessions end
where that protects.

These e-mails do not count towards the daily limit of a mailbox: a flood of forms in a coordinator's
name must not keep a warning from her. They have a limit of their own.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.credentials import second_factor
from accounts.limits_and_periods import MAX_EMAILS_PER_DAY
from accounts.login import devices, sessions
from accounts.models import Passkey, SecurityEvent
from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from mail import outbox
from mail.models import Email

Action = SecurityEvent.Action

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)

# What the e-mail to the owner says.
NOTIFICATIONS = {
    Action.PASSWORD: _("The password of your account was changed."),
    Action.FACTOR_ON: _("An authenticator app was set up for your account."),
    Action.FACTOR_OFF: _("The second factor of your account was removed."),
    Action.PASSKEY_ON: _("A passkey was added to your account."),
    Action.PASSKEY_OFF: _("A passkey was removed from your account."),
    Action.PASSKEY_COPIED: _(
        "Somebody tried to log in to your account with a copy of your passkey. Remove this passkey "
        "and add a new one."
    ),
    Action.CODES: _("New recovery codes were made for your account; the old ones no longer work."),
    Action.RECOVERY: _(
        "Somebody used a recovery code to log in to your account or to confirm that it was you."
    ),
    Action.WRONG_CODE: _(
        "Somebody entered the right password for your account, and then a wrong code several times."
    ),
}


def log_event(user: User, action: Action, by: User | None = None) -> SecurityEvent:
    """`by`: who did it, if not the owner."""
    name = by.get_username() if by and by != user else ""
    return SecurityEvent.objects.create(
        account=user, name=user.get_username(), action=action, by=name
    )


def log_event_hourly(user: User, action: Action) -> None:
    """At most once an hour, so that an attacker cannot fill the log."""
    since = timezone.now() - AN_HOUR
    if not SecurityEvent.objects.filter(account=user, action=action, at__gt=since).exists():
        log_event(user, action)


def log_and_notify(user: User, action: Action, by: User | None = None) -> None:
    entry = log_event(user, action, by)
    notify_owner(
        user, "accounts/emails/changed.txt", {"what": NOTIFICATIONS[action], "entry": entry}
    )


def language_of(user: User) -> str:
    """The language of the last login."""
    device = user.devices.order_by("-seen_at").first()
    return device.language if device else languages.codes()[0]


def notify_owner(user: User, template: str, context: dict) -> None:
    """An e-mail to the account's own address, in the language of the owner's last login."""
    about, since = f"account:{user.pk}", timezone.now() - A_DAY
    sent = Email.objects.filter(about=about, queued_at__gt=since).count()
    if not user.email or sent >= MAX_EMAILS_PER_DAY:
        return
    outbox.queue_email(
        user.email,
        template,
        context | {"name": user.get_username(), "address": absolute_url(reverse("admin:account"))},
        language=language_of(user),
        key=f"accounts.{context['entry'].pk}",
        about=about,
        counts_towards_daily_limit=False,
    )


@transaction.atomic
def log_and_notify_hourly(user: User, action: Action) -> None:
    """At most once an hour, so that an attacker cannot fill the mailbox."""
    since = timezone.now() - AN_HOUR
    if not SecurityEvent.objects.filter(account=user, action=action, at__gt=since).exists():
        log_and_notify(user, action)


def warn_about_wrong_codes(user: User) -> None:
    """A code is only asked for after the right password."""
    log_and_notify_hourly(user, Action.WRONG_CODE)


@transaction.atomic
def handle_password_change(
    user: User, *, by: User | None = None, session: SessionBase | None = None
) -> None:
    """Django ends sessions with the old password at their next request; here they are deleted at
    once."""
    sessions.end_sessions(user, except_session=session)
    log_and_notify(user, Action.PASSWORD, by)


@transaction.atomic
def handle_permission_change(user: User, *, by: User, session: SessionBase | None = None) -> None:
    sessions.end_sessions(user, except_session=session)
    log_event(user, Action.RIGHTS, by)


@transaction.atomic
def set_up_second_factor(user: User, key: str, step: int) -> list[str]:
    codes = second_factor.enable(user, key, step)
    log_and_notify(user, Action.FACTOR_ON)
    return codes


@transaction.atomic
def handle_new_passkey(user: User) -> list[str]:
    """Returns recovery codes if there were none: a passkey can be lost with its device."""
    log_and_notify(user, Action.PASSKEY_ON)
    return [] if user.recovery_codes.exists() else second_factor.replace_recovery_codes(user)


@transaction.atomic
def remove_passkey(passkey: Passkey, *, session: SessionBase | None = None) -> bool:
    """For a device that is lost or given away: its sessions end. False for the only second factor
    where one is required."""
    # Locked, so that two requests at once cannot remove the last two passkeys.
    user = get_user_model().objects.select_for_update().get(pk=passkey.account_id)
    has_others = second_factor.has_app(user) or user.passkeys.exclude(pk=passkey.pk).exists()
    if settings.SECOND_FACTOR_REQUIRED and not has_others:
        return False
    passkey.delete()
    if not has_others:
        user.recovery_codes.all().delete()
    log_and_notify(user, Action.PASSKEY_OFF)
    devices.forget_devices(user)
    sessions.end_sessions(user, except_session=session)
    return True


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    codes = second_factor.replace_recovery_codes(user)
    log_and_notify(user, Action.CODES)
    return codes


@transaction.atomic
def remove_second_factor(
    user: User, *, by: User | None = None, session: SessionBase | None = None
) -> bool:
    """For a lost phone, for example: all devices are forgotten, all sessions end. Returns whether
    there was a second factor."""
    if not second_factor.disable(user):
        return False
    log_and_notify(user, Action.FACTOR_OFF, by)
    devices.forget_devices(user)
    sessions.end_sessions(user, except_session=session)
    return True


@transaction.atomic
def log_out_other_sessions(user: User, *, session: SessionBase | None = None) -> int:
    devices.forget_devices(user)
    log_event(user, Action.LOGGED_OUT)
    return sessions.end_sessions(user, except_session=session)


def count_expired() -> int:
    return SecurityEvent.objects.expired().count() + devices.count_expired()


def purge() -> int:
    return SecurityEvent.objects.expired().delete()[0] + devices.purge()
