"""What keeps the list of members right: links looked after, lists taken in, pairs told apart."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from network.encryption import EncryptedJSONField, EncryptedLineField

# One bad day is no broken link.
TIMES_FAILED = 2


class LinkCheckQuerySet(models.QuerySet):
    def due(self):
        """What is to be tried by now, the longest waiting first."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def needing_somebody(self):
        """What a coordinator should look at: moved for good, or failing more than once."""
        failing = Q(state__in=LinkCheck.FAILURES, failures__gte=TIMES_FAILED)
        return self.filter(failing | Q(state=LinkCheck.State.MOVED))


class LinkCheck(models.Model):
    """A web address of an organisation, and what it answered when it was last tried."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not tried yet")
        FINE = "fine", _("works")
        MOVED = "moved", _("moved")
        SHY = "shy", _("answers people only")
        GONE = "gone", _("page not found")
        UNKNOWN_HOST = "unknown-host", _("no such address")
        UNREACHABLE = "unreachable", _("does not answer")
        CERTIFICATE = "certificate", _("certificate not valid")
        FAILING = "failing", _("out of order")
        CIRCLING = "circling", _("leads in circles")
        PRIVATE = "private", _("not on the internet")

    FAILURES = (
        State.GONE,
        State.UNKNOWN_HOST,
        State.UNREACHABLE,
        State.CERTIFICATE,
        State.FAILING,
        State.CIRCLING,
        State.PRIVATE,
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="link_checks", verbose_name=_("organisation")
    )
    address = models.URLField(_("link"), max_length=500)
    leads_to = models.URLField(_("new address"), max_length=500, blank=True)

    state = models.CharField(_("state"), max_length=15, choices=State, default=State.WAITING)
    since = models.DateTimeField(_("since"), default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(_("last tried"), null=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a member")
        verbose_name_plural = _("links of members")
        ordering = ["organisation_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "address"], name="link_check_once")
        ]

    def __str__(self) -> str:
        return self.address


class TwoDifferent(models.Model):
    """Two organisations whose names are alike and of whom somebody said: these are two."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_different_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="two_different_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class MemberList(models.Model):
    """A spreadsheet that somebody uploaded: looked at first, written only when confirmed."""

    file_name = EncryptedLineField(max_length=200)
    headings = EncryptedJSONField()
    # Shape: [[number of the row in the file, [cell, …]], …]; all cells are text.
    rows = EncryptedJSONField(encoder=DjangoJSONEncoder)
    # Which column of an organisation each heading means; empty: left out.
    columns = EncryptedJSONField()
    # Sentences about what of the file was not read, in the language of whoever uploaded it.
    notes = EncryptedJSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list of members")
        verbose_name_plural = _("lists of members")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
