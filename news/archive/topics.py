"""What the network says, does and who works on a topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.i18n import languages
from cms.publishing.publishable import NotInLanguageError, PublishableQuerySet
from cms.queries.compiled_query import CompiledQuery, compiled_once
from cms.queries.json_rows import instance_from_row
from events.models import Event, EventQuerySet
from members.models import Organisation
from members.models.organisations import OrganisationQuerySet
from network.models import Topic
from news.limits_and_periods import (
    TOPIC_ARTICLES_PER_KIND,
    TOPIC_ORGANISATIONS,
    TOPIC_PAST_EVENTS,
    TOPIC_RESOURCES,
)
from news.models import Article, ArticleQuerySet
from resources.models import Resource, ResourceQuerySet

KIND_HEADINGS = {
    Article.Kind.PRESS_RELEASE: _("Press releases"),
    Article.Kind.STATEMENT: _("Statements"),
    Article.Kind.NEWS: _("News"),
    Article.Kind.STORY: _("Stories"),
    Article.Kind.MEDIA_COVERAGE: _("Media coverage"),
}


@dataclass(frozen=True)
class TopicPage:
    """A topic as an item with a page. It has one in each language in which something about it is
    public: `_meta.html`, `_language_switch.html` and `NotInLanguageError` read where."""

    topic: Topic

    list_url_name, list_label = "news:topics", _("All topics")

    @classmethod
    def from_row(cls, row: dict) -> "TopicPage":
        """Of `used_topics`, as `cms.queries.json_rows` reads it."""
        topic = instance_from_row(Topic, row)
        vars(topic).update({name: row[name] for name in map(_is_used_in, languages.codes())})
        return cls(topic)

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if vars(self.topic)[_is_used_in(code)]]

    def title_in(self, language: str) -> str:
        with override(language):
            return languages.translated_text(self.topic, "name")

    def url_in(self, language: str) -> str:
        with override(language):
            return self.topic.get_absolute_url()


@dataclass(frozen=True)
class KindOfArticles:
    kind: Article.Kind
    newest: list[Article]
    has_more: bool

    @property
    def heading(self) -> str:
        return str(KIND_HEADINGS[self.kind])


def get_topic_or_404(slug: str) -> TopicPage:
    """Raises `NotInLanguageError` for a topic about which something is public in another language
    only, `Http404` for one about which nothing is."""
    found = TOPIC_QUERY.instances(slug)
    if not found:
        raise Http404
    page = TopicPage(found[0])
    if languages.active() not in page.published_languages:
        raise NotInLanguageError(page)
    return page


def used_topics(codes: list[str] | None = None) -> QuerySet[Topic]:
    """The topics that something public in any of these languages has, by default in the reader's.
    They know in which."""
    codes = codes or [languages.active()]
    topics = Topic.objects.annotate(
        **{
            _is_used_in(code): ExpressionWrapper(_is_used(code), output_field=BooleanField())
            for code in codes
        }
    )
    return topics.filter(reduce(or_, (Q(**{_is_used_in(code): True}) for code in codes)))


TOPIC_QUERY = CompiledQuery(lambda slug: used_topics(languages.codes()).filter(slug=slug))


def _is_used_in(code: str) -> str:
    return f"is_used_in_{code.replace('-', '_')}"


def _is_used(code: str) -> Q:
    return reduce(or_, (Q(Exists(items)) for items in _public_items(code)))


def _public_items(code: str) -> Iterator[PublishableQuerySet[Any]]:
    for model in (Article, Event, Organisation, Resource):
        yield model.objects.published(code).filter(topics=OuterRef("pk"))


def newest_articles(topic: Topic) -> list[KindOfArticles]:
    """The newest of each kind that there is, with one query."""
    found: dict[str, list[Article]] = {kind: [] for kind in Article.Kind}
    for article in _newest_of_each_kind(topic):
        found[article.kind].append(article)
    return [
        KindOfArticles(
            Article.Kind(kind),
            articles[:TOPIC_ARTICLES_PER_KIND],
            len(articles) > TOPIC_ARTICLES_PER_KIND,
        )
        for kind, articles in found.items()
        if articles
    ]


@compiled_once(Topic)
def _newest_of_each_kind(topic: Topic) -> ArticleQuerySet:
    public = Article.objects.published().filter(topics=topic)
    slices = [
        public.filter(kind=kind).newest_first().values("pk")[: TOPIC_ARTICLES_PER_KIND + 1]
        for kind in Article.Kind
    ]
    newest = Article.objects.filter(pk__in=slices[0].union(*slices[1:], all=True))
    return newest.select_related("publisher").newest_first()


def events_about(topic: Topic) -> EventQuerySet:
    return Event.objects.published().filter(topics=topic).with_list_relations()


# One more than is shown of each: the page links to the rest if there is one.
@compiled_once(Topic)
def newest_past_events(topic: Topic) -> EventQuerySet:
    return events_about(topic).past()[: TOPIC_PAST_EVENTS + 1]


@compiled_once(Topic)
def upcoming_events(topic: Topic) -> EventQuerySet:
    return events_about(topic).upcoming()


@compiled_once(Topic)
def newest_resources(topic: Topic) -> ResourceQuerySet:
    public = Resource.objects.published().filter(topics=topic)
    return public.with_list_relations().newest_first()[: TOPIC_RESOURCES + 1]


@compiled_once(Topic)
def organisations_working_on(topic: Topic) -> OrganisationQuerySet:
    """Members, and others that hosted or spoke."""
    organisations = Organisation.objects.published().filter(topics=topic)
    return organisations.select_related("region").in_name_order()[: TOPIC_ORGANISATIONS + 1]
