"""Results of a search: titles before texts, then the newest first; in pages, never counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from cms.declarations.search import LONG_AGO
from cms.i18n import languages
from network.models import Topic
from photos.models import Photo
from search.finding.query_terms import Query
from search.finding.snippets import mark_matches, snippet
from search.limits import MAX_PAGES, RESULTS_PER_PAGE
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
        return self.entry.published_at > LONG_AGO

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
        kind, year, page = params.get("kind", ""), params.get("year", ""), params.get("page", "")
        slug = params.get("topic", "")
        return cls(
            kind=kind if kind in kinds else "",
            topic=Topic.objects.filter(slug=slug).first() if slug else None,
            year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
            page=min(int(page), MAX_PAGES) if page.isascii() and page.isdecimal() else 1,
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
    page = max(search_filter.page, 1)
    start = (page - 1) * RESULTS_PER_PAGE
    language = languages.active()
    matches = (
        Entry.objects.public()
        .filter(query.condition("text_index"), search_filter.condition())
        .in_one_language_each(language)
        .annotate(
            is_foreign=Case(When(language=language, then=Value(0)), default=Value(1)),
            is_in_text_only=Case(
                When(query.condition("title_index"), then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
        )
        .order_by("is_foreign", "is_in_text_only", "-published_at", "pk")
        .defer("title_index", "text_index")
    )
    entries = list(matches[start : start + RESULTS_PER_PAGE + 1])
    shown = entries[:RESULTS_PER_PAGE]
    has_next = len(entries) > RESULTS_PER_PAGE and page < MAX_PAGES
    return ResultPage(_with_photos(shown, query, search_filter.kinds), page, has_next)


def _with_photos(entries: Sequence[Entry], query: Query, kinds: dict[str, str]) -> list[Result]:
    keys = [entry.photo_id for entry in entries if entry.photo_id]
    photos = {
        photo.pk: photo
        for photo in Photo.objects.displayable().select_related("photographer").filter(pk__in=keys)
    }
    return [
        Result(
            entry,
            mark_matches(entry.title, query),
            snippet(entry.text, query),
            photos.get(entry.photo_id or 0),
            kinds[entry.kind],
        )
        for entry in entries
    ]
