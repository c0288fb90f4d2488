from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import LONG_AGO, ReindexTrigger, Searchable, SearchEntry
from cms.i18n import languages
from cms.text.rich_text import to_plain_text
from events.models import (
    Campaign,
    Event,
    EventOrganisation,
    EventPhoto,
    Message,
    Participation,
    Session,
)
from members.models import Organisation, Person
from members.names import display_names
from photos.models import Photo


def events_to_index() -> QuerySet[Event]:
    return Event.objects.with_page_relations()


def event_entry(event: Event) -> SearchEntry | None:
    if not event.title:
        return None
    texts = [
        event.slogan,
        event.summary,
        to_plain_text(event.description or ""),
        *(languages.translated_text(event, field) for field in event.public_place_fields()),
        *_programme_texts(event),
        *(
            languages.translated_text(event_organisation.organisation, "name")
            for event_organisation in event.event_organisations.all()
        ),
        *(message.text for message in event.shown_messages()),
        *(_texts_about_past(event) if event.has_happened() else []),
    ]
    return SearchEntry(
        title=event.title,
        text="\n".join(filter(None, texts)),
        url=event.get_absolute_url(),
        published_at=event.published_at_in(),
        photo=event.lead_photo_id,
        topics=tuple(topic.pk for topic in event.page_topics()),
    )


def _programme_texts(event: Event) -> list[str]:
    texts = []
    for session in event.sessions.all():
        texts += [session.title, session.description]
        for participation in session.participations.all():
            if not participation.has_hidden_person():
                texts.append(participation.plain_name())
                texts.append(display_names.plain_job_title(participation))
    return [text for text in texts if text]


def _texts_about_past(event: Event) -> list[str]:
    """Who was there, and captions. What is typed before the event is found from the first change
    after it on."""
    return [event.groups_present, *(photo.caption for photo in event.shown_photos())]


def events_of_sessions(pks: Iterable[int]) -> QuerySet[Event]:
    return Event.objects.filter(pk__in=Session.objects.filter(pk__in=pks).values("event"))


def events_with_people(pks: Iterable[int]) -> QuerySet[Event]:
    in_programme = Participation.objects.filter(person__in=pks).values("session__event")
    with_message = Message.objects.filter(person__in=pks).values("event")
    return Event.objects.filter(pk__in=in_programme.union(with_message))


def events_with_organisations(pks: Iterable[int]) -> QuerySet[Event]:
    organised = EventOrganisation.objects.filter(organisation__in=pks).values("event")
    return Event.objects.filter(pk__in=organised)


def events_with_photos(pks: Iterable[int]) -> QuerySet[Event]:
    below_text = EventPhoto.objects.filter(photo__in=pks).values("event")
    at_the_top = Event.objects.filter(lead_photo__in=pks).values("pk")
    return Event.objects.filter(pk__in=below_text.union(at_the_top))


def campaign_entry(campaign: Campaign) -> SearchEntry | None:
    if not campaign.name:
        return None
    return SearchEntry(
        title=campaign.name,
        text=to_plain_text(campaign.description or ""),
        url=campaign.get_absolute_url(),
        published_at=LONG_AGO if campaign.is_public else None,
    )


SEARCHABLE = [
    Searchable(
        kind="events",
        label=_("Events"),
        items=events_to_index,
        make_entry=event_entry,
        triggers=(
            ReindexTrigger(Event),
            ReindexTrigger(Session, "event_id"),
            ReindexTrigger(Participation, "session_id", events_of_sessions),
            ReindexTrigger(EventOrganisation, "event_id"),
            ReindexTrigger(Message, "event_id"),
            ReindexTrigger(EventPhoto, "event_id"),
            ReindexTrigger(Event.topics.through, "event_id"),
            ReindexTrigger(Person, "id", events_with_people, is_indexed_first=True),
            ReindexTrigger(Organisation, "id", events_with_organisations),
            ReindexTrigger(Photo, "id", events_with_photos),
        ),
    ),
    Searchable(
        kind="campaigns",
        label=_("Campaigns and series"),
        items=Campaign.objects.all,
        make_entry=campaign_entry,
        triggers=(ReindexTrigger(Campaign),),
    ),
]
