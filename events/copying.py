"""What comes every year is not typed every year."""

from datetime import datetime

from django.db import models, transaction

from events.models import Event, EventOrganisation, Participation, Session
from network import languages

# What stays true a year later. Links lead to the page of last year, and who was there was there.
FACTS = {
    Event: ["kind", "precision", "time_zone", "address_for", "campaign_id", "original_language"],
    EventOrganisation: ["organisation_id", "role", "order"],
    Session: ["kind", "order"],
    Participation: ["person_id", "role", "order"],
}
WORDS = {
    Event: ["title", "slogan", "summary", "description", "venue", "address", "city"],
    Session: ["title", "description"],
    Participation: ["role_text"],
}


@transaction.atomic
def copy(event: Event) -> Event:
    """The same event as a draft a year later, with its organisations, sessions and people.

    Photos, messages and the number of people stay with the event that was.
    """
    starts_at, ends_at = a_year_on(event.local_start), a_year_on(event.local_end)
    new = Event.objects.create(**kept(event), starts_at=starts_at, ends_at=ends_at)
    new.topics.set(event.topics.all())
    for partner in event.partners.all():
        EventOrganisation.objects.create(**kept(partner), event=new)
    for session in event.sessions.prefetch_related("participations"):
        copy_session(session, new)
    return new


def copy_session(session: Session, event: Event) -> None:
    starts_at, ends_at = a_year_on(session.local_start), a_year_on(session.local_end)
    new = Session.objects.create(**kept(session), event=event, starts_at=starts_at, ends_at=ends_at)
    for participation in session.participations.all():
        Participation.objects.create(**kept(participation), session=new)


def kept(item: models.Model) -> dict:
    """What a copy has in common with an item, by column."""
    kind = type(item)
    words = [column for field in WORDS.get(kind, []) for column in languages.columns(field)]
    return {name: getattr(item, name) for name in [*FACTS[kind], *words]}


def a_year_on(moment: datetime | None) -> datetime | None:
    """The same day and hour a year later; 28 February after a leap day."""
    if moment is None:
        return None
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)
