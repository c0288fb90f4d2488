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
    ends_at = event.local_end and _one_year_later(event.local_end, not_before=starts_at)
    new = Event.objects.create(**_copied_values(event), starts_at=starts_at, ends_at=ends_at)
    new.topics.set(event.topics.all())
    for event_organisation in event.event_organisations.all():
        EventOrganisation.objects.create(**_copied_values(event_organisation), event=new)
    for session in event.sessions.prefetch_related("participations"):
        _copy_session(session, new)
    return new


def _copy_session(session: Session, event: Event) -> None:
    event_start, start, end = event.local_start, session.local_start, session.local_end
    starts_at = start and _one_year_later(start, not_before=event_start)
    ends_at = end and _one_year_later(end, not_before=starts_at or event_start)
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


def _one_year_later(moment: datetime, not_before: datetime | None = None) -> datetime:
    """The same day and hour a year later; after a leap day 28 February, or else 1 March where that
    would be too early."""
    year = moment.year + 1
    if (moment.month, moment.day) != (2, 29):
        return moment.replace(year=year)
    last_of_february = moment.replace(year=year, day=28)
    if not_before and last_of_february < not_before:
        return moment.replace(year=year, month=3, day=1)
    return last_of_february
