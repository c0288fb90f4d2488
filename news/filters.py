"""The filters of the news list as plain links: kind, topic, year."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from network import languages
from network.loose_index_scan import values_of, years_of
from network.models import Topic
from news.models import Article, ArticleQuerySet


@dataclass(frozen=True)
class Choice:
    """One link of a filter. `query` is what follows the "?"; empty means everything."""

    label: str
    query: str
    is_chosen: bool


class ArticleFilter:
    """What of the news list a reader asked for; nonsense in the address is passed over."""

    def __init__(self, asked: QueryDict):
        public = Article.objects.published()
        self._kinds = set(values_of(public, "kind"))
        self._years = list(map(str, years_of(public, languages.column("published_at"))))
        tagged = Article.topics.through.objects.filter(
            topic=OuterRef("pk"), article__in=Article.objects.published()
        )
        self._topics = list(Topic.objects.filter(Exists(tagged)))
        self.kind = self._valid(asked.get("kind"), self._kinds)
        self.year = self._valid(asked.get("year"), self._years)
        self.topic = self._valid(asked.get("topic"), {topic.slug for topic in self._topics})

    def apply(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        if self.kind:
            articles = articles.filter(kind=self.kind)
        if self.year:
            articles = articles.filter(**{f"{languages.column('published_at')}__year": self.year})
        if self.topic:
            articles = articles.filter(topics__slug=self.topic)
        return articles

    def __bool__(self) -> bool:
        return bool(self.kind or self.year or self.topic)

    def query(self, **changes: str) -> str:
        """The query string of what is chosen, with changes: `kind=news&year=2025`."""
        chosen = {"kind": self.kind, "topic": self.topic, "year": self.year} | changes
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in chosen.items() if value})
        return query.urlencode()

    def groups(self) -> Iterator[tuple[str, list[Choice]]]:
        kinds = [(kind.value, kind.label) for kind in Article.Kind if kind in self._kinds]
        yield _("Kind"), self._choices("kind", kinds)
        yield (
            _("Topic"),
            self._choices(
                "topic", [(topic.slug, languages.words(topic, "name")) for topic in self._topics]
            ),
        )
        yield _("Year"), self._choices("year", [(year, year) for year in self._years])

    def _choices(self, name: str, options: list) -> list[Choice]:
        chosen = getattr(self, name)
        everything = Choice(_("All"), self.query(**{name: ""}), not chosen)
        return [everything] + [
            Choice(label, self.query(**{name: value}), value == chosen) for value, label in options
        ]

    @staticmethod
    def _valid(value: str | None, known) -> str:
        return value if value in known else ""
