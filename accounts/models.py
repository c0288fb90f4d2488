"""How staff authenticate. Accounts are Django's.

There are no permissions for these models: nobody can be given access to them.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits_and_periods import (
    ATTEMPT_RETENTION,
    DEVICE_RETENTION,
    SECURITY_EVENT_RETENTION,
)
from cms.encryption.fields import EncryptedTextField
from cms.i18n import languages


class SessionManager(BaseSessionManager["LoginSession"]):
    def current(self) -> models.QuerySet["LoginSession"]:
        return self.exclude(self._has_ended())

    def expired(self) -> models.QuerySet["LoginSession"]:
        return self.filter(self._has_ended())

    @staticmethod
    def _has_ended() -> Q:
        """After half an hour of inactivity, and after twelve hours in any case."""
        now = timezone.now()
        oldest = now - timedelta(seconds=settings.SESSION_LIFETIME)
        return Q(expire_date__lte=now) | Q(started_at__lte=oldest)


class LoginSession(AbstractBaseSession):
    """A session of somebody who is logged in, or between the two steps of logging in."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    started_at = models.DateTimeField(default=timezone.now)
    # When the owner last gave a password or a code.
    reauthenticated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        default_permissions = ()

    @property
    def last_active_at(self) -> datetime:
        """To the minute: see `accounts.login.middleware`."""
        return self.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)


class SecondFactor(models.Model):
    """The key that an authenticator app shares with this site, confirmed by a code."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor"
    )
    key = EncryptedTextField(max_length=64)
    since = models.DateTimeField(default=timezone.now)
    # The number of the last 30-second step whose code was used: it and older ones are refused.
    last_step = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.account)


class RecoveryCode(models.Model):
    """The hash of a code for a lost phone. Deleted when the code is used."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "code_hash"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return str(self.account)


class Passkey(models.Model):
    """A WebAuthn credential (discoverable, with user verification), which counts as both
    factors."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    # The authenticator's id for the account: random, the same for all passkeys of an account.
    user_handle = models.BinaryField(max_length=64)
    credential_id = models.BinaryField(max_length=1023)
    # Model of the authenticator, credential id and public key, in WebAuthn's encoding.
    credential = models.BinaryField()
    # Passkeys that their owner's devices share always have 0.
    sign_count = models.BigIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["credential_id"], name="passkey_credential_once")
        ]

    def __str__(self) -> str:
        return self.name


class DeviceQuerySet(models.QuerySet):
    def expired(self) -> "DeviceQuerySet":
        return self.filter(seen_at__lt=timezone.now() - DEVICE_RETENTION)


class Device(models.Model):
    """A browser that somebody has logged in with before, recognised by a cookie."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=10, choices=languages.choices)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "token_hash"], name="device_known_once")
        ]

    def __str__(self) -> str:
        return str(self.account)


class AttemptCounterQuerySet(models.QuerySet):
    def expired(self) -> "AttemptCounterQuerySet":
        return self.filter(last_at__lt=timezone.now() - ATTEMPT_RETENTION)


class AttemptCounter(models.Model):
    """Recent failed attempts, under a keyed hash, so that no address is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    next_at = models.DateTimeField(default=timezone.now)

    objects = AttemptCounterQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


class ActorLogEntry(models.Model):
    """Base of logs: who did something, and when. An entry outlives the account of its actor."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    # The user name, which is still known after the account was deleted.
    name = models.CharField(_("user name"), max_length=150)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


class SecurityEventQuerySet(models.QuerySet):
    def expired(self) -> "SecurityEventQuerySet":
        return self.filter(at__lt=timezone.now() - SECURITY_EVENT_RETENTION)


class SecurityEvent(ActorLogEntry):
    """From where is not stored."""

    class Action(models.TextChoices):
        LOGGED_IN = "logged-in", _("logged in")
        NEW_DEVICE = "new-device", _("logged in on a new device")
        WRONG_PASSWORD = "wrong-password", _("wrong password")
        WRONG_CODE = "wrong-code", _("wrong code")
        RECOVERY = "recovery", _("used a recovery code")
        PASSWORD = "password", _("changed the password")
        FACTOR_ON = "factor-on", _("set up the second factor")
        FACTOR_OFF = "factor-off", _("second factor removed")
        PASSKEY_ON = "passkey-on", _("added a passkey")
        PASSKEY_OFF = "passkey-off", _("removed a passkey")
        PASSKEY_COPIED = "passkey-copied", _("passkey refused: it may have been copied")
        CODES = "codes", _("created new recovery codes")
        LOGGED_OUT = "logged-out", _("logged out on all other devices")
        RIGHTS = "rights", _("changed permissions")

    action = models.CharField(_("action"), max_length=20, choices=Action)
    by = models.CharField(_("done by"), max_length=150, blank=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta(ActorLogEntry.Meta):
        verbose_name = _("login")
        verbose_name_plural = _("record of logins")
        default_permissions = ()
        indexes = [models.Index(fields=["account", "-at"], name="security_event_account")]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_action_display()}"
