"""Results of a search: titles before texts, then the newest first; in pages, never counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, datetime

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from cms.declarations.search import LONG_AGO
from cms.i18n import languages
from network.models import Topic
from photos.models import Photo
from search.finding.query_terms import Query
from search.finding.ranking import Part, Ranking, search
from search.finding.snippets import mark_matches, snippet
from search.limits import MAX_DIGITS, MAX_PAGES, RESULTS_PER_PAGE
from search.models import Entry


@dataclass
class Result:
    entry: Entry
    title: SafeString
    snippet: SafeString
    photo: Photo | None
    kind_label: str

    @property
    def has_date(self) -> bool:
        moment = self.entry.published_at
        return moment is not None and moment > LONG_AGO

    @property
    def language_name(self) -> str:
        """Only for an item that is not public in the reader's language."""
        code = self.entry.language
        return "" if code == languages.active() else languages.language_name(code)


@dataclass
class SearchFilter:
    kind: str = ""
    topic: Topic | None = None
    year: int | None = None
    page: int = 1
    kinds: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_query_string(cls, params: QueryDict, kinds: dict[str, str]) -> "SearchFilter":
        kind, slug = params.get("kind", ""), params.get("topic", "")
        year, page = _number(params.get("year", "")), _number(params.get("page", ""))
        return cls(
            kind=kind if kind in kinds else "",
            topic=Topic.objects.filter(slug=slug).first() if slug else None,
            # The year ends where the next one begins.
            year=year if MINYEAR <= year < MAXYEAR else None,
            page=min(max(page, 1), MAX_PAGES),
            kinds=kinds,
        )

    def condition(self) -> Q:
        condition = Q()
        if self.kind:
            condition &= Q(kind=self.kind)
        if self.topic:
            condition &= Q(topics__contains=[self.topic.pk])
        if self.year:
            zone = timezone.get_current_timezone()
            first = datetime(self.year, 1, 1, tzinfo=zone)
            last = datetime(self.year + 1, 1, 1, tzinfo=zone)
            condition &= Q(published_at__gte=first, published_at__lt=last)
        return condition


def _number(typed: str) -> int:
    """0 for nonsense."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MAX_DIGITS
    return int(typed) if is_number else 0


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
    """What is public in the reader's language, then what is only in others: each by title before
    text, the newest first."""
    page = max(search_filter.page, 1)
    start = (page - 1) * RESULTS_PER_PAGE
    needed = start + RESULTS_PER_PAGE + 1
    ranking = Ranking(list(_parts(search_filter.condition())))
    search([ranking], query, needed)
    entries = ranking.best(needed)[start:]
    shown = [_result(entry, query, search_filter.kinds) for entry in entries[:RESULTS_PER_PAGE]]
    has_next = len(entries) > RESULTS_PER_PAGE and page < MAX_PAGES
    return ResultPage(shown, page, has_next)


def _parts(condition: Q) -> Iterator[Part]:
    language = languages.active()
    others = [code for code in languages.codes() if code != language]
    twins = Entry.objects.public().filter(
        kind=OuterRef("kind"), item_id=OuterRef("item_id"), language=language
    )
    public = Entry.objects.public().select_related("photo__photographer")
    public = public.order_by("-published_at", "pk")
    for entries, narrowed in [
        (public.filter(language=language), condition),
        # `missing_in` was right when the item was indexed: the index has it.
        (
            public.filter(language__in=others),
            condition & Q(missing_in__contains=[language]) & ~Q(Exists(twins)),
        ),
    ]:
        for searched in ("title_index", "text_index"):
            yield Part(entries, searched, narrowed)


def _result(entry: Entry, query: Query, kinds: dict[str, str]) -> Result:
    photo = entry.photo if entry.photo and entry.photo.is_displayable() else None
    return Result(
        entry,
        mark_matches(entry.title, query),
        snippet(entry.text, query),
        photo,
        kinds[entry.kind],
    )
