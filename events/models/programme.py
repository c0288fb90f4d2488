"""What happens at an event, part by part, and who takes part in it as what."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Person
from network import languages
from network.fields import LineField, ProseField

# More people than these nobody counts off from the left; they read better as a list.
LONGEST_ROW = 12


class Session(models.Model):
    """One part of the programme."""

    class Kind(models.TextChoices):
        KEYNOTE = "keynote", _("keynote")
        LECTURE = "lecture", _("lecture")
        PANEL = "panel", _("panel")
        CEREMONY = "ceremony", _("ceremony")
        WORKSHOP = "workshop", _("workshop")
        BREAK = "break", _("break")

    event = models.ForeignKey("Event", models.CASCADE, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = LineField(_("title"), max_length=200, blank=True)
    description = ProseField(_("description"), blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("part of the programme")
        verbose_name_plural = _("programme")
        ordering = ["order", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gte=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A part cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return str(languages.words(self, "title")) or self.get_kind_display()

    @property
    def local_start(self) -> datetime | None:
        return self.starts_at.astimezone(self.event.zone) if self.starts_at else None

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at.astimezone(self.event.zone) if self.ends_at else None

    def was_a_row(self) -> bool:
        """Whether it was a panel whose people a caption can name from the left."""
        people = len(self.participations.all())
        held = self.kind == self.Kind.PANEL and self.event.has_happened()
        return held and 0 < people <= LONGEST_ROW

    def clean(self):
        """No CHECK looks into another table, so the event's own times are compared here."""
        if not self.event.starts_at:
            return
        first, last = self.event.bounds()
        for name in ("starts_at", "ends_at"):
            moment = getattr(self, name)
            if moment and moment < first:
                words = _("A part of the programme cannot begin before the event.")
                raise ValidationError({name: words})
            if moment and last and moment > last:
                raise ValidationError(
                    {name: _("A part of the programme cannot end after the event.")}
                )


class Participation(models.Model):
    """Who took part in a session as what: the role as of that day stays when people move on."""

    class Role(models.TextChoices):
        KEYNOTE = "keynote", _("keynote speaker")
        LECTURER = "lecturer", _("lecturer")
        MODERATOR = "moderator", _("moderator")
        PANELLIST = "panellist", _("panellist")
        REMARKS = "remarks", _("remarks")
        GUEST = "guest", _("guest")

    session = models.ForeignKey(Session, models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    role = models.CharField(pgettext_lazy("in an event", "role"), max_length=10, choices=Role)
    role_text = LineField(
        _("who they were on that day"),
        max_length=240,
        blank=True,
        help_text=_("For example “director of the Institute for Gender Education”."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "role"],
                name="participation_once",
                violation_error_message=_("This person has this role in this part already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


# What most people of a part are there for; of a workshop nobody can tell.
USUAL_ROLES = {
    Session.Kind.KEYNOTE: Participation.Role.KEYNOTE,
    Session.Kind.LECTURE: Participation.Role.LECTURER,
    Session.Kind.PANEL: Participation.Role.PANELLIST,
    Session.Kind.CEREMONY: Participation.Role.REMARKS,
}
