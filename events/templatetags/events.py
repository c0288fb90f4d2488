"""What the pages of events say to readers and to search engines."""

from datetime import datetime

from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from events import wording
from events.models import Event, EventOrganisation, Participation, Session
from members import naming
from members.models import Person
from members.templatetags.members import organisation_object
from network import dates, languages, structured_data
from network.site_address import absolute_url
from photos.templatetags.photos import image_object

register = template.Library()
register.filter("when", wording.when)
register.filter("first_day", wording.first_day)
register.filter("session_when", wording.session_when)
register.filter("attendance", wording.attendance)
register.filter("titled", wording.titled)
register.filter("caption", wording.caption)
register.filter("moderated_by", wording.moderated_by)

SCHEMA = "https://schema.org/"
STATUS = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
    Event.Status.MOVED_ONLINE: "EventMovedOnline",
}
HOSTS = (EventOrganisation.Role.HOST, EventOrganisation.Role.CO_HOST)


@register.filter
def zone(event: Event) -> str:
    """The clock that the times are of, in words."""
    return dates.zone_words(event.time_zone, event.local_start)


@register.simple_tag
def taken_part_in(person: Person) -> QuerySet[Event]:
    """The public events in whose programme a person stands, latest first."""
    parts = Participation.objects.filter(person=person)
    found = Event.objects.published().filter(pk__in=parts.values("session__event"))
    return found.for_list().order_by("-starts_at", "-pk")


@register.simple_tag(takes_context=True)
def event_data(context: dict) -> SafeString:
    """The event of the page as JSON-LD; nothing that the page does not show."""
    event = context["event"]
    if not event.has_day():
        return SafeString("")
    sessions = list(event.sessions.all())
    data = {
        "@type": "Event",
        "name": event.title,
        "inLanguage": languages.active(),
        "url": absolute_url(event.get_absolute_url()),
        "description": event.summary,
        "startDate": _moment(event, event.local_start),
        "endDate": _moment(event, event.local_end),
        "eventStatus": SCHEMA + STATUS[event.status],
        "eventAttendanceMode": SCHEMA + _attendance_mode(event),
        "location": _locations(event),
        "organizer": [
            organisation_object(partner.organisation)
            for partner in event.partners.all()
            if partner.role in HOSTS
        ],
        "performer": _performers(sessions),
        "subEvent": [_part(session) for session in sessions if session.kind != session.Kind.BREAK],
        "image": _images(event),
    }
    return structured_data.script(data)


def _moment(event: Event, moment: datetime | None) -> str:
    """With the offset of its place, or the day alone where no time is known."""
    if moment is None:
        return ""
    if event.precision == Event.Precision.DAY:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _attendance_mode(event: Event) -> str:
    if event.is_online_only():
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.is_online() else "OfflineEventAttendanceMode"


def _locations(event: Event) -> list[dict]:
    found = []
    if event.is_online():
        page = absolute_url(event.get_absolute_url())
        found.append({"@type": "VirtualLocation", "url": event.shown_online_url() or page})
    told = {part: languages.plain_words(event, part) for part in event.place()}
    if told:
        address = {
            "@type": "PostalAddress",
            "streetAddress": told.get("address"),
            "addressLocality": languages.plain_words(event, "city"),
        }
        found.append(
            {
                "@type": "Place",
                "name": told.get("venue") or told.get("city") or told.get("address"),
                "address": {key: value for key, value in address.items() if value},
            }
        )
    return found


def _performers(sessions: list[Session]) -> list[dict]:
    """Who speaks, each once. Guests and minors are named on the page alone, the hidden nowhere."""
    people = {
        participation.person_id: participation.person
        for session in sessions
        for participation in session.participations.all()
        if participation.role != Participation.Role.GUEST
    }
    return [
        {"@type": "Person", "name": naming.plain_name(person)}
        for person in people.values()
        if not (person.is_minor or person.is_hidden)
    ]


def _part(session: Session) -> dict:
    data = {
        "@type": "Event",
        "name": languages.plain_words(session, "title") or session.get_kind_display(),
        "startDate": session.local_start and session.local_start.isoformat(timespec="seconds"),
        "endDate": session.local_end and session.local_end.isoformat(timespec="seconds"),
        "performer": _performers([session]),
    }
    return {key: value for key, value in data.items() if value}


def _images(event: Event) -> list[dict]:
    shown = [event.lead_photo, *(event.photos() if event.has_happened() else [])]
    photos = dict.fromkeys(photo for photo in shown if photo)
    return [data for photo in photos if (data := image_object(photo))]
