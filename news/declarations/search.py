from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import DateTimeField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import LONG_AGO, ReindexTrigger, Searchable, SearchEntry
from cms.i18n import languages
from events.models import Event, EventOrganisation, Participation, Session
from members.models import Organisation, Person
from network.models import Topic
from news.models import (
    BLOCK_MODELS,
    Article,
    Correction,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    QuoteBlock,
    SeeAlsoLink,
    VideoBlock,
)
from photos.models import Photo
from resources.models import Resource

WITH_TOPICS: tuple[type[Article] | type[Event] | type[Organisation] | type[Resource], ...] = (
    Article,
    Event,
    Organisation,
    Resource,
)


def items() -> QuerySet[Article]:
    return Article.objects.select_related("lead_photo").prefetch_related("topics")


def search_entry(article: Article) -> SearchEntry | None:
    if not article.title:
        return None
    displayable_photos = [photo for photo in article.photos() if photo.is_displayable()]
    texts = [
        article.standfirst,
        article.dateline,
        article.byline,
        *(block.clipboard_text() or block.plain_text() for block in article.shown_blocks()),
        *(photo.caption for photo in displayable_photos),
        *(correction.text for correction in article.shown_corrections()),
        *(link.title for link in article.shown_see_also_links()),
    ]
    return SearchEntry(
        title=article.title,
        text="\n".join(filter(None, texts)),
        url=article.get_absolute_url(),
        published_at=article.published_at_in(),
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
    events = Participation.objects.filter(person__in=keys).values("session__event")
    return _in_any(quotes, Article.objects.filter(event__in=events).values("pk"))


def naming_organisations(keys: Iterable[int]) -> QuerySet[Article]:
    quotes = QuoteBlock.objects.filter(organisation__in=keys).values("parent")
    published = Article.objects.filter(publisher__in=keys).values("pk")
    events = EventOrganisation.objects.filter(organisation__in=keys).values("event")
    return _in_any(quotes, published, Article.objects.filter(event__in=events).values("pk"))


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


def topics() -> QuerySet[Topic]:
    """With the moment at which something about it first became or becomes public in a language."""
    firsts = {
        _first_moment(code): Least(
            *(_first_publication(model, code) for model in WITH_TOPICS),
            output_field=DateTimeField(),
        )
        for code in languages.codes()
    }
    return Topic.objects.annotate(**firsts)


def topic_entry(topic: Topic) -> SearchEntry | None:
    """A topic has no date of its own: none is shown once something about it is public."""
    first = vars(topic)[_first_moment(languages.active())]
    is_scheduled = first is not None and first > timezone.now()
    return SearchEntry(
        title=languages.translated_text(topic, "name"),
        text="",
        url=topic.get_absolute_url(),
        published_at=first if first is None or is_scheduled else LONG_AGO,
        names=tuple(getattr(topic, name) or "" for name in languages.field_names("name")),
    )


def _first_moment(code: str) -> str:
    return f"first_moment_{code.replace('-', '_')}"


def _first_publication(model: type[Any], code: str) -> Subquery:
    """LEAST ignores NULL, which is of a model without items about the topic."""
    moment = languages.field_name("published_at", code)
    items = model.objects.published(code) | model.objects.scheduled(code)
    return Subquery(items.filter(topics=OuterRef("pk")).order_by(moment).values(moment)[:1])


def topics_of(model: type[Model]) -> Callable[[Iterable[int]], QuerySet[Topic]]:
    return lambda keys: Topic.objects.filter(**{f"{model._meta.model_name}s__in": keys})


SEARCHABLE = [
    Searchable(
        kind="topics",
        label=_("Topics"),
        items=topics,
        make_entry=topic_entry,
        triggers=(
            ReindexTrigger(Topic),
            *(ReindexTrigger(model, "id", topics_of(model)) for model in WITH_TOPICS),
            *(ReindexTrigger(model.topics.through, "topic_id") for model in WITH_TOPICS),
        ),
    ),
    Searchable(
        kind="news",
        label=_("News"),
        is_dated=True,
        items=items,
        make_entry=search_entry,
        triggers=(
            ReindexTrigger(Article),
            *(ReindexTrigger(model, "parent_id") for model in BLOCK_MODELS),
            ReindexTrigger(Correction, "article_id"),
            ReindexTrigger(SeeAlsoLink, "article_id"),
            ReindexTrigger(GalleryPhoto, "gallery_id", with_galleries),
            ReindexTrigger(Article.topics.through, "article_id"),
            ReindexTrigger(Photo, "id", with_photos),
            ReindexTrigger(Person, "id", naming_people, is_indexed_first=True),
            ReindexTrigger(Organisation, "id", naming_organisations),
            # Articles print facts and programme of their event.
            ReindexTrigger(Event, "id", about_events),
            ReindexTrigger(Session, "event_id", about_events),
            ReindexTrigger(Participation, "session_id", about_sessions),
            ReindexTrigger(EventOrganisation, "event_id", about_events),
        ),
    ),
]
