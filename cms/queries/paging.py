"""Pages of long lists, each as fast as the first: keyset paging.

A page starts after the last item of the page before it, which an index finds at once; a page number
would make the database read all items up to there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import QueryDict

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# No primary key or moment has more digits.
MAX_DIGITS = 18


@dataclass(frozen=True)
class KeysetPage:
    """The items of a page, and the query strings of its neighbours; empty without one.

    `query`: its own, with the cursor by which it was found; empty for the first page.
    """

    items: list[Any]
    newer: str
    older: str
    query: str = ""

    @property
    def is_first(self) -> bool:
        return not self.query

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


def keyset_page(
    items: models.QuerySet,
    params: QueryDict,
    size: int,
    datetime_field: str = "",
    newest: Callable[[], list] | None = None,
) -> KeysetPage:
    """At most `size` items, newest first by `datetime_field` and by primary key.

    `params` may hold `before` or `after`, the cursor of a neighbour; an invalid one gives the first
    page. `newest` returns the first page and one more item, faster than `items` would.
    """
    order = [datetime_field, "pk"] if datetime_field else ["pk"]
    if before := _parse_cursor(params.get("before"), order):
        page = _newest_first(items.filter(_after_cursor(order, before, "lt")), order, size)
        return _page(page, order, size, f"before={params['before']}")
    if after := _parse_cursor(params.get("after"), order):
        page = list(items.filter(_after_cursor(order, after, "gt")).order_by(*order)[: size + 1])
        # An incomplete page is shown as the first page, which includes the items after it.
        if len(page) > size:
            newer = f"after={_cursor_of(page[size - 1], order)}"
            older = f"before={_cursor_of(page[0], order)}"
            return KeysetPage(page[size - 1 :: -1], newer, older, f"after={params['after']}")
    first = newest() if newest else _newest_first(items, order, size)
    return _page(first, order, size)


def _newest_first(items: models.QuerySet, order: list[str], size: int) -> list:
    return list(items.order_by(*(f"-{column}" for column in order))[: size + 1])


def _page(items: list, order: list[str], size: int, query: str = "") -> KeysetPage:
    shown = items[:size]
    newer = "" if not query or not shown else f"after={_cursor_of(shown[0], order)}"
    older = f"before={_cursor_of(shown[-1], order)}" if len(items) > size else ""
    return KeysetPage(shown, newer, older, query)


def _after_cursor(order: list[str], cursor: list, direction: str) -> Q:
    """Items before or after a cursor. The plain comparison of the first column lets the database
    start in the middle of an index."""
    if len(order) == 1:
        return Q(**{f"{order[0]}__{direction}": cursor[0]})
    first, second = order
    return Q(**{f"{first}__{direction}e": cursor[0]}) & (
        Q(**{f"{first}__{direction}": cursor[0]}) | Q(**{f"{second}__{direction}": cursor[1]})
    )


def _cursor_of(item: models.Model, order: list[str]) -> str:
    """`1753257600000000-12`: microseconds since 1970, and primary key."""
    if len(order) == 1:
        return str(item.pk)
    moment = getattr(item, order[0])
    return f"{(moment - EPOCH) // MICROSECOND}-{item.pk}"


def _parse_cursor(written: str | None, order: list[str]) -> list | None:
    """None for an invalid cursor."""
    numbers = (written or "").rsplit("-", len(order) - 1)
    if len(numbers) != len(order) or not all(map(_is_number, numbers)):
        return None
    *moments, pk = map(int, numbers)
    try:
        return [*(EPOCH + moment * MICROSECOND for moment in moments), pk]
    except OverflowError:
        return None


def _is_number(written: str) -> bool:
    digits = written.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= MAX_DIGITS
