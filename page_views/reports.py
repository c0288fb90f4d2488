"""What coordinators see of the numbers: the most read texts, one text day by day, sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from cms.i18n import languages
from page_views.limits_and_periods import MIN_SHOWN_BY_SOURCE, MOST_READ
from page_views.models import PageView
from search.models import Entry


@dataclass(frozen=True)
class ReadItem:
    kind: str
    item_id: int
    title: str
    # Language -> how often.
    counts: dict[str, int]
    total: int


@dataclass(frozen=True)
class SourceCount:
    label: str
    count: int


@dataclass(frozen=True)
class Sources:
    counts: list[SourceCount]
    # So few on each day that where they came from is not shown.
    few: int


def views_of_last(days: int) -> QuerySet[PageView]:
    """With today."""
    return PageView.objects.filter(day__gt=timezone.localdate() - timedelta(days=days))


def total(views: QuerySet[PageView]) -> int:
    return views.aggregate(total=Sum("count", default=0))["total"]


def most_read(days: int, number: int = MOST_READ) -> list[ReadItem]:
    """Items that the search knows, the most read first. Two queries."""
    by_language = {
        _name(code): Sum("count", filter=Q(language=code), default=0) for code in languages.codes()
    }
    rows: Any = (
        views_of_last(days)
        .values("kind", "item_id")
        .annotate(total=Sum("count"), **by_language)
        .order_by("-total", "kind", "item_id")[:number]
    )
    found = list(rows)
    titles = titles_of((row["kind"], row["item_id"]) for row in found)
    return [
        ReadItem(
            row["kind"],
            row["item_id"],
            titles[row["kind"], row["item_id"]],
            {code: row[_name(code)] for code in languages.codes()},
            row["total"],
        )
        for row in found
        if (row["kind"], row["item_id"]) in titles
    ]


def titles_of(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """In the reader's language, if there is one. What was deleted has none."""
    wanted = Q(pk__in=[])
    for kind, item_id in keys:
        wanted |= Q(kind=kind, item_id=item_id)
    titles: dict[tuple[str, int], str] = {}
    entries = Entry.objects.filter(wanted).values_list("kind", "item_id", "language", "title")
    for kind, item_id, language, title in entries:
        if language == languages.active() or (kind, item_id) not in titles:
            titles[kind, item_id] = title
    return titles


def by_day(views: QuerySet[PageView], days: int) -> list[tuple[date, dict[str, int]]]:
    """Each of the last days, the newest first, with how often in each language."""
    found = {
        (row["day"], row["language"]): row["sum"]
        for row in views.values("day", "language").annotate(sum=Sum("count")).order_by()
    }
    today = timezone.localdate()
    last = [today - timedelta(days=back) for back in range(days)]
    return [(day, {code: found.get((day, code), 0) for code in languages.codes()}) for day in last]


def sources(views: QuerySet[PageView]) -> Sources:
    """Only what came at least three times on a day is said by source."""
    shown = dict.fromkeys(PageView.Source, 0)
    few = 0
    rows = views.values("day", "source").annotate(sum=Sum("count")).order_by()
    for row in rows:
        if row["sum"] >= MIN_SHOWN_BY_SOURCE:
            shown[PageView.Source(row["source"])] += row["sum"]
        else:
            few += row["sum"]
    counts = [SourceCount(str(source.label), count) for source, count in shown.items() if count]
    return Sources(sorted(counts, key=lambda one: -one.count), few)


def _name(code: str) -> str:
    return f"in_{code.replace('-', '_')}"
