"""Copies an event that comes every year to the next year, so that nobody types it again."""

from datetime import datetime

from django.db import models, transaction

from cms.i18n import languages
from events.models import Event, EventOrganisation, Participation, Session

# What is the same a year later. Links and attendance are not.
COPIED_FIELDS = {
    Event: ["kind", "precision", "time_zone", "address_for", "campaign_id", "original_language"],
    EventOrganisation: ["organisation_id", "role", "order"],
    Session: ["kind", "order"],
    Participation: ["person_id", "role", "order"],
}
COPIED_TRANSLATED_FIELDS = {
    Event: ["title", "slogan", "summary", "description", "venue", "address", "city"],
    Session: ["title", "description"],
    Participation: ["name", "job_title"],
}


@transaction.atomic
def copy_to_next_year(event: Event) -> Event:
    """Creates a draft of the event a year later, with its organisations, sessions and people.

    Photos, messages and the attendance are not copied.
    """
    starts_at = _one_year_later(event.local_start)
    ends_at = _one_year_later(event.local_end) if event.local_end else None
    new = Event.objects.create(**_copied_values(event), starts_at=starts_at, ends_at=ends_at)
    new.topics.set(event.topics.all())
    for event_organisation in event.event_organisations.all():
        EventOrganisation.objects.create(**_copied_values(event_organisation), event=new)
    for session in event.sessions.prefetch_related("participations"):
        _copy_session(session, new)
    return new


def _copy_session(session: Session, event: Event) -> None:
    starts_at = _one_year_later(session.local_start) if session.local_start else None
    ends_at = _one_year_later(session.local_end) if session.local_end else None
    new = Session.objects.create(
        **_copied_values(session), event=event, starts_at=starts_at, ends_at=ends_at
    )
    for participation in session.participations.all():
        Participation.objects.create(**_copied_values(participation), session=new)


def _copied_values(item: models.Model) -> dict:
    model = type(item)
    translated_names = [
        name
        for field in COPIED_TRANSLATED_FIELDS.get(model, [])
        for name in languages.field_names(field)
    ]
    return {name: getattr(item, name) for name in [*COPIED_FIELDS[model], *translated_names]}


def _one_year_later(moment: datetime) -> datetime:
    """The same day and hour a year later; 28 February after a leap day."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)
