"""The filters of the news list as plain links: kind, topic, year."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.queries.loose_index_scan import distinct_values, distinct_years
from network.models import Topic
from news.models import Article, ArticleQuerySet
from page_cache.cached_values import cached_until_change


@dataclass(frozen=True)
class FilterLink:
    label: str
    # The query string; empty for the whole list.
    query: str
    is_chosen: bool


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
    tagged = Article.topics.through.objects.filter(topic=OuterRef("pk"), article__in=public)
    return FilterOptions(
        kinds=set(distinct_values(public, "kind")),
        years=list(map(str, years)),
        topics=list(Topic.objects.filter(Exists(tagged))),
    )


class ArticleFilter:
    """The filters in the query string of the news list; nonsense is ignored."""

    def __init__(self, params: QueryDict):
        self._options = filter_options()
        self.kind = self._known_or_empty(params.get("kind"), self._options.kinds)
        self.year = self._known_or_empty(params.get("year"), self._options.years)
        slugs = {topic.slug for topic in self._options.topics}
        self.topic = self._known_or_empty(params.get("topic"), slugs)

    def apply(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        if self.kind:
            articles = articles.filter(kind=self.kind)
        if self.year:
            articles = articles.filter(
                **{f"{languages.field_name('published_at')}__year": self.year}
            )
        if self.topic:
            articles = articles.filter(topics__slug=self.topic)
        return articles

    def chosen_topic(self) -> Topic | None:
        return next((one for one in self._options.topics if one.slug == self.topic), None)

    def __bool__(self) -> bool:
        return bool(self.kind or self.year or self.topic)

    def query(self, **changes: str) -> str:
        chosen = {"kind": self.kind, "topic": self.topic, "year": self.year} | changes
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in chosen.items() if value})
        return query.urlencode()

    def groups(self) -> Iterator[tuple[str, list[FilterLink]]]:
        kinds = [(kind.value, kind.label) for kind in Article.Kind if kind in self._options.kinds]
        yield _("Kind"), self._choices("kind", kinds)
        yield (
            _("Topic"),
            self._choices(
                "topic",
                [
                    (topic.slug, languages.translated_html(topic, "name"))
                    for topic in self._options.topics
                ],
            ),
        )
        yield _("Year"), self._choices("year", [(year, year) for year in self._options.years])

    def _choices(self, name: str, options: list) -> list[FilterLink]:
        chosen = getattr(self, name)
        all_link = FilterLink(_("All"), self.query(**{name: ""}), not chosen)
        return [all_link] + [
            FilterLink(label, self.query(**{name: value}), value == chosen)
            for value, label in options
        ]

    @staticmethod
    def _known_or_empty(value: str | None, known: Container[str]) -> str:
        return value if value and value in known else ""
