"""From an event to the draft of the article about it; nothing that is known is typed again.

What the event knows stays with the event and is shown in the article (`EventBlock`): of names and
figures that were copied nobody would hear when they change, or when somebody must not be named
any more. Only a first sentence is copied, to be written on; it names nobody.
"""

from collections.abc import Iterator

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import override

from events import wording
from events.models import Event, Message
from network import languages
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

# What the article says in words of the event: its field, and that of the event.
WORDS = {"title": "title", "standfirst": "summary", "dateline": "city"}


@transaction.atomic
def begin(pk: int) -> tuple[Article, bool]:
    """The draft about an event, and whether it is new: one that is not public yet is gone on with.

    Raises Event.DoesNotExist.
    """
    # Whoever clicks twice waits here and is given the draft of the first click.
    Event.objects.select_for_update().get(pk=pk)
    event = Event.objects.for_page().get(pk=pk)
    drafts = (a for a in Article.objects.about(event).order_by("-pk") if not a.published_languages)
    if draft := next(drafts, None):
        return draft, False
    return _write(event), True


def _write(event: Event) -> Article:
    words = {
        languages.column(field, code): getattr(event, languages.column(of_event, code))
        for field, of_event in WORDS.items()
        for code in _codes(event)
    }
    if event.is_online_only():
        words |= dict.fromkeys(languages.columns("dateline"), "")
    lead = event.lead_photo if event.lead_photo and not event.lead_photo.is_withdrawn() else None
    article = Article.objects.create(
        **words, event=event, lead_photo=lead, original_language=event.original_language
    )
    article.topics.set(event.topics.all())
    for position, block in enumerate(_blocks(event), start=1):
        block.parent, block.region, block.ordering = article, Article.regions[0].key, position * 10
        block.save()
    _hang(article, _photos(event))
    return article


def _codes(event: Event) -> list[str]:
    """The languages that the event is written in."""
    return [code for code in languages.codes() if event.title_in(code)]


def _blocks(event: Event) -> Iterator[Block]:
    """A sentence to go on from, the facts, the pictures, the programme, and who wrote."""
    yield _opening(event)
    yield EventBlock(part=EventBlock.Part.FACTS)
    photos = _photos(event)
    if len(photos) == 1:
        yield PhotoBlock(photo=photos[0])
    elif photos:
        yield GalleryBlock()
    if event.sessions.all():
        yield EventBlock(part=EventBlock.Part.PROGRAMME)
    yield from map(_quote, event.messages.all())


def _opening(event: Event) -> TextBlock:
    block = TextBlock()
    for code in _codes(event):
        with override(code):
            body = format_html("<p>{}</p>", wording.in_a_sentence(event))
        setattr(block, languages.column("body", code), body)
    return block


def _photos(event: Event) -> list[Photo]:
    """Those of the event beside its lead photo, which leads the article as well."""
    others = (photo for photo in event.photos() if photo != event.lead_photo)
    return [photo for photo in others if not photo.is_withdrawn()]


def _hang(article: Article, photos: list[Photo]) -> None:
    for gallery in GalleryBlock.objects.filter(parent=article):
        for order, photo in enumerate(photos):
            GalleryPhoto.objects.create(gallery=gallery, photo=photo, order=order)


def _quote(message: Message) -> QuoteBlock:
    """A message in the words of its sender; the organisation of a person stands as the role."""
    quote = QuoteBlock(person=message.person)
    for code in languages.codes():
        text = getattr(message, languages.column("text", code))
        setattr(quote, languages.column("quote", code), text)
    if message.person is None:
        quote.organisation = message.organisation
    elif message.organisation:
        for name, role in zip(
            languages.columns("name"), languages.columns("role_text"), strict=True
        ):
            setattr(quote, role, getattr(message.organisation, name))
    return quote
