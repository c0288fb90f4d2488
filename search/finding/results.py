"""Results of a search, in the order of `ranking.py`; in pages, never counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.utils.safestring import SafeString

from cms.declarations.search import LONG_AGO
from cms.i18n import languages
from page_cache.cached_values import cached_until_change
from photos.models import Photo
from search.finding.query_terms import Query
from search.finding.ranking import text_groups, title_and_text_groups
from search.finding.search_filter import SearchFilter, dated_kinds, kinds
from search.finding.snippets import mark_matches, snippet
from search.finding.windowed_search import Ranking, entries_with, search
from search.limits_and_periods import MAX_PAGES, NEWEST_ITEMS, RESULTS_PER_PAGE, SHORT_WINDOW
from search.models import Entry


@dataclass
class Result:
    entry: Entry
    title: SafeString
    snippet: SafeString
    photo: Photo | None
    kind_label: str
    has_date: bool

    @property
    def language_name(self) -> str:
        """Only for an item that is not public in the reader's language."""
        code = self.entry.language
        return "" if code == languages.active() else languages.language_name(code)


@dataclass
class ResultPage:
    results: list[Result]
    number: int
    has_next: bool

    def __bool__(self) -> bool:
        return bool(self.results)

    @property
    def start_index(self) -> int:
        return (self.number - 1) * RESULTS_PER_PAGE + 1


def find_results(query: Query, search_filter: SearchFilter) -> ResultPage:
    page = search_filter.page
    start = (page - 1) * RESULTS_PER_PAGE
    needed = start + RESULTS_PER_PAGE + 1
    ranking = Ranking(list(title_and_text_groups(search_filter.narrowing())))
    search([ranking], query, needed)
    keys = ranking.best(needed)[start:]
    labels, dated = kinds(), dated_kinds()
    shown = [
        _result(entry, query, labels[entry.kind], entry.kind in dated)
        for entry in entries_with(keys[:RESULTS_PER_PAGE])
    ]
    has_next = len(keys) > RESULTS_PER_PAGE and page < MAX_PAGES
    return ResultPage(shown, page, has_next)


def which_have_results(searches: Sequence[tuple[Query, SearchFilter]]) -> list[bool]:
    """Whether anything public in any language matches each of them; with one statement."""
    if not any(query for query, _filter in searches):
        return [False for _search in searches]
    columns, parameters = zip(*(_first_match(*one) for one in searches), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", [*chain(*parameters)])
        return [key is not None for key in cursor.fetchone()]


def _first_match(query: Query, search_filter: SearchFilter) -> tuple[str, list]:
    """SQL for the key of an entry, and its parameters. PostgreSQL reads no further than the first
    place where it finds one: the newest entries, then all."""
    if not query:
        return "NULL", []
    places = [
        group.matches(query, window, 1)
        for window in (SHORT_WINDOW, None)
        for group in text_groups(search_filter.narrowing())
    ]
    sql = ", ".join(f"({place})" for place, _values in places)
    return f"coalesce({sql})", [value for _place, values in places for value in values]


@cached_until_change
def newest_entries() -> list[Entry]:
    """What is public in the reader's language and has a date."""
    public = Entry.objects.public().filter(
        language=languages.active(), published_at__gt=LONG_AGO, kind__in=kinds()
    )
    return list(public.order_by("-published_at", "pk")[:NEWEST_ITEMS])


def _result(entry: Entry, query: Query, kind_label: str, has_date: bool) -> Result:
    photo = entry.photo if entry.photo and entry.photo.is_displayable() else None
    return Result(
        entry,
        mark_matches(entry.title, query),
        snippet(entry.text, query),
        photo,
        kind_label,
        has_date,
    )
