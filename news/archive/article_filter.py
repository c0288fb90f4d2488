"""The filters of the news list as plain links: kind, topic, year."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.queries.list_filter import FilterLink, ListFilter
from cms.queries.loose_index_scan import distinct_values, distinct_years
from network.models import Topic
from news.models import Article, ArticleQuerySet
from page_cache.cached_values import cached_until_change


@dataclass(frozen=True)
class FilterOptions:
    """What public articles in the reader's language have."""

    kinds: set[str]
    years: list[str]
    topics: list[Topic]


@cached_until_change
def filter_options() -> FilterOptions:
    public = Article.objects.published()
    years = distinct_years(public, languages.field_name("published_at"))
    tagged = Article.topics.through.objects.filter(article__in=public)
    return FilterOptions(
        kinds=set(distinct_values(public, "kind")),
        years=list(map(str, years)),
        topics=list(Topic.objects.used_in(tagged)),
    )


class ArticleFilter(ListFilter):
    """The filters in the query string of the news list."""

    def __init__(self, params: QueryDict):
        self._options = options = filter_options()
        topics = {topic.slug for topic in options.topics}
        super().__init__(params, {"kind": options.kinds, "topic": topics, "year": options.years})

    def apply(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        if kind := self.values["kind"]:
            articles = articles.filter(kind=kind)
        if year := self.values["year"]:
            articles = articles.filter(**{f"{languages.field_name('published_at')}__year": year})
        if topic := self.values["topic"]:
            articles = articles.filter(topics__slug=topic)
        return articles

    def topic(self) -> Topic | None:
        slug = self.values["topic"]
        return next((one for one in self._options.topics if one.slug == slug), None)

    def groups(self) -> Iterator[tuple[str, list[FilterLink]]]:
        kinds = [
            (kind.value, str(kind.label)) for kind in Article.Kind if kind in self._options.kinds
        ]
        topics = [
            (topic.slug, languages.translated_html(topic, "name")) for topic in self._options.topics
        ]
        yield _("Kind"), self.links("kind", kinds)
        yield _("Topic"), self.links("topic", topics)
        yield _("Year"), self.links("year", [(year, year) for year in self._options.years])
