"""An event for search engines (schema.org), with nothing but what its page shows."""

from collections.abc import Iterable
from datetime import datetime

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.text.rich_text import to_plain_text
from events.formatting.series import SeriesFacts
from events.models import Campaign, Event, EventOrganisation, Participation, Session
from members.directory.structured_data import organisation_object
from photos.structured_data import image_object

SCHEMA = "https://schema.org/"
SCHEMA_STATUS: dict[str, str] = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
    Event.Status.MOVED_ONLINE: "EventMovedOnline",
}
HOST_ROLES = (EventOrganisation.Role.HOST, EventOrganisation.Role.CO_HOST)


def event_object(event: Event) -> dict:
    """The JSON-LD of an event whose day is known."""
    sessions = list(event.sessions.all())
    return {
        "@type": "Event",
        "name": event.title,
        "inLanguage": languages.active(),
        "url": absolute_url(event.get_absolute_url()),
        "description": event.summary,
        "startDate": _iso_moment(event, event.local_start),
        "endDate": _iso_moment(event, event.local_end),
        "eventStatus": _event_status(event),
        "eventAttendanceMode": SCHEMA + _attendance_mode(event),
        "location": _locations(event),
        "organizer": [
            organisation_object(event_organisation.organisation)
            for event_organisation in event.event_organisations.all()
            if event_organisation.role in HOST_ROLES
        ],
        "performer": _performers(sessions),
        "subEvent": [
            _session_object(session) for session in sessions if session.kind != session.Kind.BREAK
        ],
        "image": _images(event),
        "superEvent": _series_reference(event.campaign)
        if event.campaign and event.campaign.is_public and event.campaign.is_series()
        else None,
    }


def series_object(series: Campaign, facts: SeriesFacts, events: Iterable[Event]) -> dict:
    """The JSON-LD of a series. `events`: those on the page; without a known day they are left
    out."""
    return {
        **_series_reference(series),
        "description": to_plain_text(languages.translated_text(series, "description")),
        "startDate": facts.first_day and facts.first_day.isoformat(),
        "endDate": facts.last_day and facts.last_day.isoformat(),
        "subEvent": [
            {
                "@type": "Event",
                "name": event.title,
                "url": absolute_url(event.get_absolute_url()),
                "startDate": _iso_moment(event, event.local_start),
                "eventStatus": _event_status(event),
                "location": _locations(event),
            }
            for event in events
            if event.is_day_known()
        ],
    }


def _series_reference(series: Campaign) -> dict:
    return {
        "@type": "EventSeries",
        "name": languages.translated_text(series, "name"),
        "url": absolute_url(series.get_absolute_url()),
    }


def _iso_moment(event: Event, moment: datetime | None) -> str:
    """Like 2025-07-09T19:00:00+09:00, or the day alone where no time is known."""
    if moment is None:
        return ""
    if event.precision == Event.Precision.DAY:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _event_status(event: Event) -> str:
    return SCHEMA + SCHEMA_STATUS[event.status]


def _attendance_mode(event: Event) -> str:
    if event.is_online_only():
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.is_online() else "OfflineEventAttendanceMode"


def _locations(event: Event) -> list[dict]:
    found: list[dict] = []
    if event.is_online():
        page_url = absolute_url(event.get_absolute_url())
        found.append({"@type": "VirtualLocation", "url": event.public_online_url() or page_url})
    if event.public_place_fields():
        found.append(_place_object(event))
    return found


def _place_object(event: Event) -> dict:
    place = {
        field: languages.translated_text(event, field) for field in event.public_place_fields()
    }
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.get("address"),
        "addressLocality": languages.translated_text(event, "city"),
    }
    return {
        "@type": "Place",
        "name": place.get("venue") or place.get("city") or place.get("address"),
        "address": {key: value for key, value in address.items() if value},
    }


def _performers(sessions: list[Session]) -> list[dict]:
    """Each speaker once. Guests, participants and minors are named on the page only, hidden people
    nowhere."""
    speakers = {
        participation.person_id or participation.plain_name(): participation
        for session in sessions
        for participation in session.participations.all()
        if participation.role not in Participation.NON_PERFORMER_ROLES
    }
    return [
        {"@type": "Person", "name": participation.plain_name()}
        for participation in speakers.values()
        if participation.person is None
        or not (participation.person.is_minor or participation.person.is_hidden)
    ]


def _session_object(session: Session) -> dict:
    data = {
        "@type": "Event",
        "name": languages.translated_text(session, "title") or session.get_kind_display(),
        "startDate": session.local_start and session.local_start.isoformat(timespec="seconds"),
        "endDate": session.local_end and session.local_end.isoformat(timespec="seconds"),
        "performer": _performers([session]),
    }
    return {key: value for key, value in data.items() if value}


def _images(event: Event) -> list[dict]:
    shown = [event.lead_photo, *(event.photos() if event.has_happened() else [])]
    photos = dict.fromkeys(photo for photo in shown if photo)
    return [data for photo in photos if (data := image_object(photo))]
