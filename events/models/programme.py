from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField, PlainTextField
from cms.i18n import languages
from events.limits_and_periods import MAX_PEOPLE_IN_CAPTION
from members.models import Person


class Session(models.Model):
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
    description = PlainTextField(_("description"), blank=True)
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
        return str(languages.translated_html(self, "title")) or self.get_kind_display()

    @property
    def local_start(self) -> datetime | None:
        return self.starts_at.astimezone(self.event.tzinfo) if self.starts_at else None

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at.astimezone(self.event.tzinfo) if self.ends_at else None

    def has_panel_caption(self) -> bool:
        """Whether it was a panel with few enough people for a caption ("From left, ...")."""
        count = len(self.participations.all())
        is_past_panel = self.kind == self.Kind.PANEL and self.event.has_happened()
        return is_past_panel and 0 < count <= MAX_PEOPLE_IN_CAPTION

    def clean(self):
        # A CHECK constraint cannot read the times of the event, which are in another table.
        if not self.event.starts_at:
            return
        earliest, latest = self.event.earliest_and_latest_session_time()
        for name in ("starts_at", "ends_at"):
            moment = getattr(self, name)
            if moment and moment < earliest:
                message = _("A part of the programme cannot begin before the event.")
                raise ValidationError({name: message})
            if moment and latest and moment > latest:
                message = _("A part of the programme cannot end after the event.")
                raise ValidationError({name: message})


def person_or_name_constraint() -> models.CheckConstraint:
    has_name = languages.filled_in_any_language("name")
    is_person = Q(person__isnull=False)
    return models.CheckConstraint(
        condition=(is_person & ~has_name) | (~is_person & has_name),
        name="participation_is_person_or_name",
        violation_error_message=_("Choose a person, or write a name: one of the two in each row."),
    )


class Participation(models.Model):
    """The role of a `Person` in a session, or of somebody who has only a name here."""

    class Role(models.TextChoices):
        KEYNOTE = "keynote", _("keynote speaker")
        LECTURER = "lecturer", _("lecturer")
        MODERATOR = "moderator", _("moderator")
        PANELLIST = "panellist", _("panellist")
        REMARKS = "remarks", _("remarks")
        GUEST = "guest", _("guest")
        PARTICIPANT = "participant", pgettext_lazy("a role in an event", "participant")

    # They are no `performer` in the structured data of the event.
    NON_PERFORMER_ROLES = (Role.GUEST, Role.PARTICIPANT)

    session = models.ForeignKey(Session, models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    name = LineField(
        _("name"),
        max_length=160,
        blank=True,
        help_text=_(
            "For somebody who has no record on this site. Never for minors: add them as people."
        ),
    )
    role = models.CharField(pgettext_lazy("in an event", "role"), max_length=11, choices=Role)
    job_title = LineField(
        _("job title on that day"),
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
            ),
            person_or_name_constraint(),
        ]

    def __str__(self) -> str:
        return f"{self.plain_name()} ({self.get_role_display()})"

    def has_hidden_person(self) -> bool:
        """Whether it is a person whom no public page may name."""
        return self.person is not None and self.person.is_hidden

    def plain_name(self) -> str:
        """Without HTML. Public pages print `events.formatting.people.participant_name`."""
        return languages.translated_text(self.person or self, "name")


# The role that the admin proposes for people in a session of this kind. A workshop has none.
DEFAULT_ROLES = {
    Session.Kind.KEYNOTE: Participation.Role.KEYNOTE,
    Session.Kind.LECTURE: Participation.Role.LECTURER,
    Session.Kind.PANEL: Participation.Role.PANELLIST,
    Session.Kind.CEREMONY: Participation.Role.REMARKS,
}
