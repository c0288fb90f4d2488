"""What a search is narrowed down to: kind, topic, year, as plain links."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.declarations.search import LONG_AGO
from cms.i18n import languages
from cms.queries.json_rows import rows_of
from cms.queries.list_filter import FilterLink
from cms.queries.loose_index_scan import distinct_years_statement
from network.models import Topic
from news.archive.topics import TopicPage, used_topics
from page_cache.cached_values import cached_until_change
from search.finding.ranking import Narrowing
from search.finding.sql_condition import SqlCondition
from search.limits_and_periods import MAX_DIGITS, MAX_PAGES
from search.models import Entry
from search.triggers import searchables


@dataclass(frozen=True)
class FilterOptions:
    """What is public in the reader's language has these topics and years. `topics_elsewhere`: what
    is public in other languages only."""

    topics: list[Topic]
    topics_elsewhere: list[Topic]
    years: list[int]

    def topic(self, slug: str) -> Topic | None:
        topics = [*self.topics, *self.topics_elsewhere]
        return next((topic for topic in topics if topic.slug == slug), None)


@cached_until_change
def filter_options() -> FilterOptions:
    """With one statement."""
    dated = Entry.objects.public().filter(language=languages.active(), published_at__gt=LONG_AGO)
    topics, years = rows_of(
        used_topics(languages.codes()).query.sql_with_params(),
        distinct_years_statement(dated, "published_at"),
    )
    pages = [TopicPage.from_row(row) for row in topics]
    here = [page.topic for page in pages if languages.active() in page.published_languages]
    elsewhere = [page.topic for page in pages if languages.active() not in page.published_languages]
    return FilterOptions(here, elsewhere, [row["year"] for row in years])


def kinds() -> dict[str, str]:
    """Labels of what the site has pages of, the topmost app first."""
    return {
        model.kind: str(model.label) for model in reversed(searchables()) if not model.only_in_admin
    }


def dated_kinds() -> set[str]:
    return {model.kind for model in searchables() if model.is_dated}


@dataclass(frozen=True)
class SearchFilter:
    """False if all is searched."""

    kind: str = ""
    topic: Topic | None = None
    year: int | None = None
    page: int = 1

    @classmethod
    def from_query_string(cls, params: QueryDict, options: FilterOptions) -> "SearchFilter":
        kind, slug = params.get("kind", ""), params.get("topic", "")
        year, page = _number(params.get("year", "")), _number(params.get("page", ""))
        return cls(
            kind=kind if kind in kinds() else "",
            topic=options.topic(slug),
            # The year ends where the next one begins.
            year=year if MINYEAR <= year < MAXYEAR else None,
            page=min(max(page, 1), MAX_PAGES),
        )

    def __bool__(self) -> bool:
        return bool(self.kind or self.topic or self.year)

    def narrowing(self) -> Narrowing:
        condition, period = SqlCondition(), SqlCondition()
        if self.kind:
            condition &= SqlCondition("kind = %s", (self.kind,))
        if self.topic:
            condition &= SqlCondition("topics @> ARRAY[%s]::bigint[]", (self.topic.pk,))
        if self.year:
            zone = timezone.get_current_timezone()
            first = datetime(self.year, 1, 1, tzinfo=zone)
            last = datetime(self.year + 1, 1, 1, tzinfo=zone)
            period = SqlCondition("published_at >= %s AND published_at < %s", (first, last))
        return Narrowing(period, condition)

    def query_string(self, typed: str) -> str:
        parameters = {
            "q": typed,
            "kind": self.kind,
            "topic": self.topic.slug if self.topic else "",
            "year": self.year or "",
            "page": self.page if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in parameters.items() if value})


@dataclass(frozen=True)
class FilterLinks:
    """The links of a page of results; `_filter.html` shows the groups, open if one is chosen."""

    typed: str
    chosen: SearchFilter
    options: FilterOptions

    def __bool__(self) -> bool:
        return bool(self.chosen.topic or self.chosen.year)

    def kinds(self) -> list[FilterLink]:
        return [
            self._link(_("All"), kind=""),
            *(self._link(label, kind=kind) for kind, label in kinds().items()),
        ]

    def groups(self) -> Iterator[tuple[str, list[FilterLink]]]:
        topics = [
            self._link(languages.translated_html(topic, "name"), topic=topic)
            for topic in self.options.topics
        ]
        years = [self._link(str(year), year=year) for year in self.options.years]
        yield _("Topic"), [self._link(_("All"), topic=None), *topics]
        yield _("Year"), [self._link(_("All"), year=None), *years]

    @property
    def next_page(self) -> str:
        return self._page(self.chosen.page + 1)

    @property
    def previous_page(self) -> str:
        return self._page(self.chosen.page - 1)

    @property
    def everything(self) -> str:
        return SearchFilter().query_string(self.typed)

    @property
    def as_typed(self) -> str:
        return f"{self.everything}&as=typed"

    def _page(self, number: int) -> str:
        return replace(self.chosen, page=number).query_string(self.typed)

    def _link(self, label: str, **change: str | int | Topic | None) -> FilterLink:
        changed = replace(self.chosen, page=1, **change)  # type: ignore[arg-type]
        is_chosen = changed == replace(self.chosen, page=1)
        return FilterLink(label, changed.query_string(self.typed), is_chosen)


def _number(typed: str) -> int:
    """0 for nonsense."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MAX_DIGITS
    return int(typed) if is_number else 0
