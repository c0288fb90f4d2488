from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.limits_and_periods import MIN_LINK_FAILURES
from members.models.organisations import Organisation

MAX_URL_LENGTH = 500


class LinkCheckQuerySet(models.QuerySet):
    def due(self) -> Self:
        return self.filter(next_check_at__lte=timezone.now()).order_by("next_check_at", "pk")

    def needing_attention(self) -> Self:
        """The links that moved permanently, and those that failed more than once."""
        failing = Q(state__in=LinkCheck.FAILURES, failure_count__gte=MIN_LINK_FAILURES)
        return self.filter(failing | Q(state=LinkCheck.State.MOVED))


class LinkCheck(models.Model):
    """A link of an organisation, and the result of its last check."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not checked yet")
        WORKING = "working", _("works")
        MOVED = "moved", _("moved")
        BLOCKED = "blocked", _("blocks automatic checks")
        GONE = "gone", _("page not found")
        UNKNOWN_HOST = "unknown-host", _("no such address")
        UNREACHABLE = "unreachable", _("does not answer")
        CERTIFICATE = "certificate", _("certificate not valid")
        SERVER_ERROR = "server-error", _("server error")
        REDIRECT_LOOP = "redirect-loop", _("redirects in circles")
        PRIVATE = "private", _("not on the internet")

    FAILURES = (
        State.GONE,
        State.UNKNOWN_HOST,
        State.UNREACHABLE,
        State.CERTIFICATE,
        State.SERVER_ERROR,
        State.REDIRECT_LOOP,
        State.PRIVATE,
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="link_checks", verbose_name=_("organisation")
    )
    url = models.URLField(_("link"), max_length=MAX_URL_LENGTH)
    redirects_to = models.URLField(_("new address"), max_length=MAX_URL_LENGTH, blank=True)

    state = models.CharField(_("state"), max_length=15, choices=State, default=State.WAITING)
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    failure_count = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(_("last checked"), null=True)
    next_check_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a member")
        verbose_name_plural = _("links of members")
        ordering = ["organisation_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "url"], name="link_check_once")
        ]

    def __str__(self) -> str:
        return self.url
