"""Drafts an article about an event.

Title, summary, city, topics, photos and messages are copied, and an opening sentence is written;
coordinators continue with these. Facts and programme are not copied: an `EventBlock` shows them as
they are in the event, because nobody would correct a copy when they change, or when somebody must
not be named any more.
"""

from collections.abc import Iterator

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import override

from cms.i18n import languages
from events.formatting.opening_sentences import opening_sentence
from events.models import Event, Message
from news.models import (
    Article,
    Block,
    EventBlock,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    QuoteBlock,
    TextBlock,
)
from photos.models import Photo

# Field of the article -> field of the event that it is copied from.
COPIED_FIELDS = {"title": "title", "standfirst": "summary", "dateline": "city"}


@transaction.atomic
def get_or_create_draft(event_pk: int) -> tuple[Article, bool]:
    """Returns the draft about an event, and whether it was created. An article about it
    that is not public yet is used again. Raises Event.DoesNotExist.
    """
    # A second click waits here and gets the draft of the first.
    Event.objects.select_for_update().get(pk=event_pk)
    event = Event.objects.with_page_relations().get(pk=event_pk)
    drafts = (a for a in Article.objects.about(event).order_by("-pk") if not a.published_languages)
    if draft := next(drafts, None):
        return draft, False
    return _create_article(event), True


def _create_article(event: Event) -> Article:
    lead = event.lead_photo if event.lead_photo and not event.lead_photo.is_withheld() else None
    article = Article.objects.create(
        **_copied_fields(event),
        event=event,
        lead_photo=lead,
        original_language=event.original_language,
    )
    article.topics.set(event.topics.all())
    for position, block in enumerate(_blocks(event), start=1):
        block.parent, block.region, block.ordering = article, Article.regions[0].key, position * 10
        block.save()
    _fill_galleries(article, _photos(event))
    return article


def _copied_fields(event: Event) -> dict[str, str]:
    fields = {
        languages.field_name(field, code): getattr(event, languages.field_name(of_event, code))
        for field, of_event in COPIED_FIELDS.items()
        for code in _languages_of(event)
    }
    if event.is_online_only():
        fields |= dict.fromkeys(languages.field_names("dateline"), "")
    return fields


def _languages_of(event: Event) -> list[str]:
    return [code for code in languages.codes() if event.title_in(code)]


def _blocks(event: Event) -> Iterator[Block]:
    yield _opening(event)
    yield EventBlock(section=EventBlock.Section.FACTS)
    photos = _photos(event)
    if len(photos) == 1:
        yield PhotoBlock(photo=photos[0])
    elif photos:
        yield GalleryBlock()
    if event.sessions.all():
        yield EventBlock(section=EventBlock.Section.PROGRAMME)
    yield from map(_quote, event.messages.all())


def _opening(event: Event) -> TextBlock:
    block = TextBlock()
    for code in _languages_of(event):
        with override(code):
            body = format_html("<p>{}</p>", opening_sentence(event))
        setattr(block, languages.field_name("body", code), body)
    return block


def _photos(event: Event) -> list[Photo]:
    """The photos of the event without its lead photo, which becomes that of the article."""
    others = (photo for photo in event.photos() if photo != event.lead_photo)
    return [photo for photo in others if not photo.is_withheld()]


def _fill_galleries(article: Article, photos: list[Photo]) -> None:
    for gallery in GalleryBlock.objects.filter(parent=article):
        for order, photo in enumerate(photos):
            GalleryPhoto.objects.create(gallery=gallery, photo=photo, order=order)


def _quote(message: Message) -> QuoteBlock:
    """A message as a quote of its sender; the organisation of a person becomes the job title."""
    quote = QuoteBlock(person=message.person)
    for code in languages.codes():
        text = getattr(message, languages.field_name("text", code))
        setattr(quote, languages.field_name("quote", code), text)
    if message.person is None:
        quote.organisation = message.organisation
    elif message.organisation:
        for name, job_title in zip(
            languages.field_names("name"), languages.field_names("job_title"), strict=True
        ):
            setattr(quote, job_title, getattr(message.organisation, name))
    return quote
