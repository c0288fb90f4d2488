"""How people of the desk prove who they are, and what is kept of that. Accounts are Django's.

No permissions are made for these models: nobody can be given a right to them.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import languages
from network.encryption import EncryptedTextField

# Who signed in must stay known for as long as who read what.
ENTRIES_KEPT = timedelta(days=2 * 365)

# What was tried in vain is forgotten after a day without another attempt.
ATTEMPTS_KEPT = timedelta(days=1)

# As long as the cookie by which a device is known.
DEVICES_KEPT = timedelta(days=365)


class SessionQuerySet(models.QuerySet):
    def current(self) -> "SessionQuerySet":
        return self.exclude(self._has_ended())

    def expired(self) -> "SessionQuerySet":
        return self.filter(self._has_ended())

    def _has_ended(self) -> Q:
        """After half an hour of nothing, and after twelve hours whatever happened."""
        now = timezone.now()
        oldest = now - timedelta(seconds=settings.SESSION_LIFETIME)
        return Q(expire_date__lte=now) | Q(begun_at__lte=oldest)


class Session(AbstractBaseSession):
    """A browser in which somebody is signed in, or on the way to it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    begun_at = models.DateTimeField(default=timezone.now)
    # When its owner last gave a password or a code.
    confirmed_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        default_permissions = ()

    @property
    def last_active_at(self):
        """To the minute: see `accounts.middleware`."""
        return self.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)


class SecondFactor(models.Model):
    """The key that an authenticator app shares with this site, once a code of it has come back."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor"
    )
    key = EncryptedTextField(max_length=64)
    since = models.DateTimeField(default=timezone.now)
    # The last step of 30 seconds whose code was taken: neither it nor an older one is again.
    last_step = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.account)


class RecoveryCode(models.Model):
    """What can recognise a code for the day on which the phone is gone. A used one is deleted."""

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
    """A credential of WebAuthn (discoverable, with user verification): alone it is both factors."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    # What the authenticator calls the account: random, the same for all passkeys of one account.
    user_handle = models.BinaryField(max_length=64)
    credential_id = models.BinaryField(max_length=1023)
    # Model of the authenticator, credential id and public key, as WebAuthn packs them.
    credential = models.BinaryField()
    # Passkeys that are copied between the devices of their owner stay at 0.
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
        return self.filter(seen_at__lt=timezone.now() - DEVICES_KEPT)


class Device(models.Model):
    """A browser from which somebody has signed in before, known by a cookie."""

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


class AttemptsQuerySet(models.QuerySet):
    def expired(self) -> "AttemptsQuerySet":
        return self.filter(last_at__lt=timezone.now() - ATTEMPTS_KEPT)


class Attempts(models.Model):
    """How often something was tried in vain of late, under a keyed hash: no address is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    next_at = models.DateTimeField(default=timezone.now)

    objects = AttemptsQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


class EntryQuerySet(models.QuerySet):
    def expired(self) -> "EntryQuerySet":
        return self.filter(at__lt=timezone.now() - ENTRIES_KEPT)


class Entry(models.Model):
    """One line of the record of sign-ins: what happened to an account, and when. Not from where."""

    class What(models.TextChoices):
        SIGNED_IN = "signed-in", _("logged in")
        NEW_DEVICE = "new-device", _("logged in on a new device")
        WRONG_PASSWORD = "wrong-password", _("wrong password")
        WRONG_CODE = "wrong-code", _("wrong code")
        RECOVERY = "recovery", _("used a recovery code")
        PASSWORD = "password", _("changed the password")
        FACTOR_ON = "factor-on", _("set up the second factor")
        FACTOR_OFF = "factor-off", _("second factor taken off")
        PASSKEY_ON = "passkey-on", _("added a passkey")
        PASSKEY_OFF = "passkey-off", _("removed a passkey")
        PASSKEY_COPIED = "passkey-copied", _("passkey refused: it may have been copied")
        CODES = "codes", _("made new recovery codes")
        SIGNED_OUT = "signed-out", _("logged out everywhere")
        RIGHTS = "rights", _("other rights")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    # An account may be gone while its deeds are still to be answered for.
    name = models.CharField(_("user name"), max_length=150)
    what = models.CharField(_("what"), max_length=20, choices=What)
    by = models.CharField(_("done by"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("record of logins")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["account", "-at"], name="entry_of_account")]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_what_display()}"
