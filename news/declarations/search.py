from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import ReindexTrigger, Searchable, SearchEntry
from events.models import Event, EventOrganisation, Participation, Session
from members.models import Organisation, Person
from news.models import (
    BLOCKS,
    Article,
    Correction,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    QuoteBlock,
    VideoBlock,
)
from photos.models import Photo


def items() -> QuerySet[Article]:
    return Article.objects.select_related("lead_photo").prefetch_related("topics")


def search_entry(article: Article) -> SearchEntry | None:
    published_at = article.published_at_in()
    if not published_at or not article.title:
        return None
    displayable_photos = [photo for photo in article.photos() if photo.can_be_displayed()]
    texts = [
        article.standfirst,
        article.dateline,
        article.byline,
        *(block.clipboard_text() or block.plain_text() for block in article.shown_blocks()),
        *(photo.caption for photo in displayable_photos),
        *(correction.text for correction in article.shown_corrections()),
    ]
    return SearchEntry(
        kind="news",
        title=article.title,
        text="\n".join(filter(None, texts)),
        url=article.get_absolute_url(),
        published_at=published_at,
        photo=article.lead_photo_id,
        topics=tuple(topic.pk for topic in article.topics.all()),
    )


def about_events(keys: Iterable[int]) -> QuerySet[Article]:
    return Article.objects.filter(event__in=keys)


def about_sessions(keys: Iterable[int]) -> QuerySet[Article]:
    sessions = Session.objects.filter(pk__in=keys)
    return Article.objects.filter(event__in=sessions.values("event"))


def naming_people(keys: Iterable[int]) -> QuerySet[Article]:
    """The articles that quote people, or whose event names them in its programme."""
    quotes = QuoteBlock.objects.filter(person__in=keys).values("parent")
    sessions = Participation.objects.filter(person__in=keys).values("session__event")
    return _in_any(quotes, Article.objects.filter(event__in=sessions).values("pk"))


def naming_organisations(keys: Iterable[int]) -> QuerySet[Article]:
    quotes = QuoteBlock.objects.filter(organisation__in=keys).values("parent")
    published = Article.objects.filter(publisher__in=keys).values("pk")
    partners = EventOrganisation.objects.filter(organisation__in=keys).values("event")
    return _in_any(quotes, published, Article.objects.filter(event__in=partners).values("pk"))


def with_photos(keys: Iterable[int]) -> QuerySet[Article]:
    return _in_any(
        Article.objects.filter(lead_photo__in=keys).values("pk"),
        PhotoBlock.objects.filter(photo__in=keys).values("parent"),
        GalleryPhoto.objects.filter(photo__in=keys).values("gallery__parent"),
        VideoBlock.objects.filter(poster__in=keys).values("parent"),
    )


def with_galleries(keys: Iterable[int]) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=GalleryBlock.objects.filter(pk__in=keys).values("parent"))


def _in_any(first: QuerySet, *others: QuerySet) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=first.union(*others))


SEARCHABLE = [
    Searchable(
        kind="news",
        label=_("News"),
        items=items,
        make_entry=search_entry,
        triggers=(
            ReindexTrigger(Article),
            *(ReindexTrigger(model, "parent_id") for model in BLOCKS),
            ReindexTrigger(Correction, "article_id"),
            ReindexTrigger(GalleryPhoto, "gallery_id", with_galleries),
            ReindexTrigger(Article.topics.through, "article_id"),
            ReindexTrigger(Photo, "id", with_photos),
            ReindexTrigger(Person, "id", naming_people, is_urgent=True),
            ReindexTrigger(Organisation, "id", naming_organisations),
            # Articles print facts and programme of their event.
            ReindexTrigger(Event, "id", about_events),
            ReindexTrigger(Session, "event_id", about_events),
            ReindexTrigger(Participation, "session_id", about_sessions),
            ReindexTrigger(EventOrganisation, "event_id", about_events),
        ),
    )
]
