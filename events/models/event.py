"""An event and its queryset. When and where it takes place is in `timing.py` and `place.py`."""

from typing import ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, PlainTextField, RichTextField
from cms.i18n import languages
from cms.i18n.choice_labels import choice_label
from cms.publishing.page_urls import item_url
from cms.publishing.publishable import Publishable, PublishableQuerySet
from cms.queries import json_rows
from events.models.calendar_revision import CalendarRevisionMixin
from events.models.campaign import Campaign
from events.models.event_relations import EventOrganisation, EventPhoto, Message
from events.models.place import PlaceMixin
from events.models.programme import Participation, Session
from network.models import Topic
from photos.models import Photo


class EventQuerySet(PublishableQuerySet["Event"]):
    def upcoming(self) -> Self:
        """The events that are not over, nearest first."""
        return self.filter(over_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """The events that are over, latest first."""
        return self.filter(over_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def going_ahead(self) -> Self:
        return self.filter(status__in=Event.STATUSES_GOING_AHEAD)

    def happened(self) -> Self:
        """The past events that went ahead, latest first."""
        return self.past().going_ahead()

    def for_calendars(self) -> Self:
        """The events whose day is known: a calendar cannot show one that is "in May"."""
        return self.exclude(precision__in=Event.PRECISIONS_WITHOUT_DAY).order_by("starts_at", "pk")

    def with_list_relations(self) -> Self:
        return self.select_related("lead_photo__photographer", "campaign")

    def with_page_relations(self) -> Self:
        messages = Message.objects.select_related("person", "organisation")
        photos = EventPhoto.objects.select_related("photo__photographer")
        return (
            self.with_list_relations()
            .annotate(topic_rows=topics_as_json())
            .prefetch_related(
                programme_prefetch(),
                organisations_prefetch(),
                Prefetch("messages", messages),
                Prefetch("event_photos", photos),
            )
        )


class Event(PlaceMixin, CalendarRevisionMixin, Publishable):
    list_url_name, list_label = "events:events", _("All events")

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("launch")
        FORUM = "forum", _("forum")
        LECTURE = "lecture", _("lecture")
        PANEL = "panel", _("panel discussion")
        WORKSHOP = "workshop", _("workshop")
        COURSE = "course", _("training course")
        CAMPAIGN = "campaign", _("campaign")
        BOOK = "book", _("book event")
        ASSEMBLY = "assembly", _("general assembly")
        OTHER = "other", _("other")

    class Exactness(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = LineField(_("title"), max_length=200, blank=True)
    slogan = LineField(_("slogan"), max_length=200, blank=True)
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two sentences."))
    description = RichTextField(_("description"), blank=True)

    venue = LineField(_("venue"), max_length=160, blank=True)
    address = LineField(_("address"), max_length=200, blank=True)
    city = LineField(_("city"), max_length=80, blank=True)
    registration_url = models.URLField(_("where to register"), blank=True)

    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    attendance_exactness = models.CharField(
        _("exact or estimated"),
        max_length=5,
        choices=Exactness,
        blank=True,
        help_text=_(
            "Whether the number was counted or is an estimate. Each language can follow its own "
            "press release."
        ),
    )
    groups_present = PlainTextField(
        _("who was there"), blank=True, help_text=_("Groups of people, one per line.")
    )

    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("campaign or series"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=_("topics")
    )
    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lead_photo_events",
        verbose_name=_("lead photo"),
        help_text=_("At the top of the page, in lists, and where somebody shares the link."),
    )
    objects: ClassVar = models.Manager.from_queryset(EventQuerySet)()

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at"]
        # The order of lists of events.
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["-starts_at", "-id"], name="event_latest"),
            # The past events of a year, and which years there are.
            models.Index(fields=["start_year", "-starts_at", "-id"], name="event_latest_of_year"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("An event cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        """With its year, as some events come every year."""
        return f"{self.any_title()} ({self.local_start.year})"

    def get_absolute_url(self) -> str:
        return item_url("events:event", self.slug)

    def calendar_url(self) -> str:
        return item_url("events:event-calendar", self.slug)

    def kind_label(self) -> str:
        return choice_label(self.Kind, self.kind)

    def exactness(self) -> Exactness:
        """`attendance_exactness` in the reader's language, or else in the network's own."""
        in_readers_language = getattr(self, languages.field_name("attendance_exactness"))
        field_in_own_language, *_others = languages.field_names("attendance_exactness")
        in_own_language = getattr(self, field_in_own_language)
        return self.Exactness(in_readers_language or in_own_language or self.Exactness.EXACT)

    def groups(self) -> list[str]:
        """The lines of `groups_present`."""
        return [line.strip() for line in (self.groups_present or "").splitlines() if line.strip()]

    def photos(self) -> list[Photo]:
        return [event_photo.photo for event_photo in self.event_photos.all()]

    def shown_photos(self) -> list[Photo]:
        """The photos that the page shows below the text."""
        others = (photo for photo in self.photos() if photo != self.lead_photo)
        return [photo for photo in others if photo.is_rendered_and_displayable()]

    def shown_messages(self) -> list[Message]:
        return [message for message in self.messages.all() if message.text]

    def organisations_by_role(self) -> dict[str, list[EventOrganisation]]:
        """By the label of their role, in the order of the roles."""
        by_label: dict[str, list[EventOrganisation]] = {}
        for role in EventOrganisation.Role:
            found = [row for row in self.event_organisations.all() if row.role == role]
            if found:
                by_label[str(role.label)] = found
        return by_label

    def page_topics(self) -> list[Topic]:
        """Those that `with_page_relations` loaded with the event, or else from a query."""
        rows = vars(self).get("topic_rows")
        if rows is None:
            return list(self.topics.all())
        return [json_rows.instance_from_row(Topic, row) for row in rows]

    def publication_blockers(self, language: str) -> list[str]:
        """Also those of its lead photo, unless the page leaves that out."""
        blockers = super().publication_blockers(language)
        photo = self.lead_photo
        if photo and not photo.is_withheld():
            blockers += [f"{photo}: {blocker}" for blocker in photo.publication_blockers(language)]
        return blockers

    def no_longer_public(self, previous: Self) -> list[str]:
        """Also "address", if everybody could read it before."""
        found = super().no_longer_public(previous)
        if previous.is_address_public() and not self.is_address_public():
            found.append("address")
        return found

    def unpublish(self, language_or_field: str) -> None:
        if language_or_field == "address":
            self.address_for = self.AddressFor.REGISTERED
        else:
            super().unpublish(language_or_field)

    def item_showing_photo(self) -> "Event":
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self


def programme_prefetch() -> Prefetch:
    people = Prefetch("participations", Participation.objects.select_related("person"))
    return Prefetch("sessions", Session.objects.prefetch_related(people))


def organisations_prefetch() -> Prefetch:
    return Prefetch("event_organisations", EventOrganisation.objects.select_related("organisation"))


def topics_as_json() -> ArraySubquery:
    """Loads the topics of an event with it, so that its page needs no second query for them."""
    names = languages.stored_field_names(Topic)
    fields = [field for field in Topic._meta.concrete_fields if field.attname in names]
    columns = {str(field.column): F(field.attname) for field in fields}
    # The manager of a translated model would also select `name` without a language.
    topics: models.QuerySet[Topic] = models.QuerySet(Topic)
    topics = topics.filter(events=OuterRef("pk")).order_by("slug")
    return ArraySubquery(topics.values(row=JSONObject(**columns)))
