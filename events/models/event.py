"""An event, from its announcement to the record of what happened."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.campaign import Campaign
from events.models.company import EventOrganisation, EventPhoto, Message
from events.models.programme import Participation, Session
from events.models.revisions import HeardByCalendars
from events.models.timing import Timed
from network import languages
from network.fields import LineField, ProseField, RichTextField
from network.models import Topic
from network.publishing import Publishable, PublishableQuerySet
from photos.models import Photo


class EventQuerySet(PublishableQuerySet):
    def upcoming(self):
        """What is not over, nearest first."""
        return self.filter(over_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self):
        """What is over, latest first."""
        return self.filter(over_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def taking_place(self):
        """What is neither cancelled nor postponed."""
        return self.filter(status__in=[Event.Status.SCHEDULED, Event.Status.MOVED_ONLINE])

    def for_calendars(self):
        """What is known to the day at least: a month is no date to be reminded of."""
        return self.exclude(precision__in=Event.WITHOUT_DAY).order_by("starts_at", "pk")

    def for_list(self):
        return self.select_related("lead_photo__photographer", "campaign")

    def for_page(self):
        messages = Message.objects.select_related("person", "organisation")
        photos = EventPhoto.objects.select_related("photo__photographer")
        return self.for_list().prefetch_related(
            "topics",
            with_programme(),
            with_partners(),
            Prefetch("messages", messages),
            Prefetch("photo_places", photos),
        )


def with_programme() -> Prefetch:
    """To load of events: the parts of the programme with their people."""
    people = Prefetch("participations", Participation.objects.select_related("person"))
    return Prefetch("sessions", Session.objects.prefetch_related(people))


def with_partners() -> Prefetch:
    """To load of events: the organisations that host and help."""
    return Prefetch("partners", EventOrganisation.objects.select_related("organisation"))


class Event(Timed, HeardByCalendars, Publishable):
    """A launch, forum, lecture, workshop or course: announced, held and remembered."""

    list_url, list_label = "events:events", _("All events")

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

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("takes place")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        MOVED_ONLINE = "moved-online", _("moved online")

    class AddressFor(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        REGISTERED = "registered", _("who has registered")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = LineField(_("title"), max_length=200, blank=True)
    slogan = LineField(_("slogan"), max_length=200, blank=True)
    summary = ProseField(_("summary"), blank=True, help_text=_("One or two sentences."))
    description = RichTextField(_("description"), blank=True)

    status = models.CharField(
        _("takes place"), max_length=15, choices=Status, default=Status.SCHEDULED
    )

    venue = LineField(_("venue"), max_length=160, blank=True)
    address = LineField(_("address"), max_length=200, blank=True)
    city = LineField(_("city"), max_length=80, blank=True)
    address_for = models.CharField(
        _("venue and address are shown to"),
        max_length=10,
        choices=AddressFor,
        default=AddressFor.EVERYBODY,
    )
    online_url = models.URLField(_("online address"), blank=True)
    registration_url = models.URLField(_("where to register"), blank=True)

    attendance = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    attendance_qualifier = models.CharField(
        _("how exact"), max_length=5, choices=Qualifier, default=Qualifier.EXACT
    )
    groups_present = ProseField(
        _("who was there"), blank=True, help_text=_("Groups of people, one a line.")
    )

    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("campaign"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=_("topics")
    )
    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_events",
        verbose_name=_("lead photo"),
    )
    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at"]
        # The order of every list of events.
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["-starts_at", "-id"], name="event_latest"),
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
        """With its year, by which events that come every year are told apart."""
        return f"{self.any_title()} ({self.local_start.year})"

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug])

    def calendar_address(self) -> str:
        return reverse("events:event-calendar", args=[self.slug])

    def used_on(self) -> "Event":
        return self

    def takes_place(self) -> bool:
        """Or took place: neither cancelled nor postponed."""
        return self.status in (self.Status.SCHEDULED, self.Status.MOVED_ONLINE)

    def has_happened(self) -> bool:
        return self.is_past() and self.takes_place()

    def shows_address(self) -> bool:
        return self.address_for == self.AddressFor.EVERYBODY

    def closed_since(self, before: "Event") -> list[str]:
        is_withheld = before.shows_address() and not self.shows_address()
        return super().closed_since(before) + (["address"] if is_withheld else [])

    def close(self, what: str) -> None:
        if what == "address":
            self.address_for = self.AddressFor.REGISTERED
        else:
            super().close(what)

    def is_online(self) -> bool:
        return bool(self.online_url) or self.status == self.Status.MOVED_ONLINE

    def is_online_only(self) -> bool:
        somewhere = any(languages.plain_words(self, part) for part in ("venue", "address", "city"))
        return self.status == self.Status.MOVED_ONLINE or (bool(self.online_url) and not somewhere)

    def place(self) -> list[str]:
        """Venue, address and city as far as everybody may know them, as fields to print."""
        if self.is_online_only():
            return []
        fields = ["venue", "address", "city"] if self.shows_address() else ["city"]
        return [field for field in fields if languages.plain_words(self, field)]

    def printed_place(self) -> list[str]:
        """The same for one line: "서울 중구 …" and "…, Seoul" need no city beside them."""
        city, address = (languages.plain_words(self, part) for part in ("city", "address"))
        fields = self.place()
        told = "address" in fields and city.casefold() in address.casefold()
        return [field for field in fields if field != "city" or not told]

    def hides_address(self) -> bool:
        """Whether who registers now learns a venue or an address that others do not."""
        told = languages.plain_words(self, "venue") or languages.plain_words(self, "address")
        still_open = self.takes_place() and not self.is_past() and not self.is_online_only()
        return bool(told) and still_open and not self.shows_address()

    def shown_online_url(self) -> str:
        """The way in, on the day alone: a link that stands open for weeks invites raids."""
        open_to_all = self.shows_address() and self.takes_place()
        return self.online_url if open_to_all and self.is_today() else ""

    def groups(self) -> list[str]:
        return [line.strip() for line in (self.groups_present or "").splitlines() if line.strip()]

    def photos(self) -> list[Photo]:
        return [place.photo for place in self.photo_places.all()]

    def obstacles(self, language: str) -> list[str]:
        """A withdrawn photo is none: the page closes up where it stood."""
        photo = self.lead_photo
        lead = photo.obstacles(language) if photo and not photo.is_withdrawn() else []
        return [*super().obstacles(language), *(f"{photo}: {sentence}" for sentence in lead)]

    def shown_photos(self) -> list[Photo]:
        """The photos of the page's gallery; the lead photo stands above already."""
        others = (photo for photo in self.photos() if photo != self.lead_photo)
        return [photo for photo in others if photo.developed and photo.is_showable()]

    def partners_by_role(self) -> dict[str, list["EventOrganisation"]]:
        """Who hosts and who helps, by the label of the role, hosts first."""
        partners = self.partners.all()
        roles = {
            role.label: [partner for partner in partners if partner.role == role]
            for role in EventOrganisation.Role
        }
        return {label: found for label, found in roles.items() if found}

    def shown_messages(self) -> list["Message"]:
        return [message for message in self.messages.all() if message.text]
