"""Pages of long lists, each as cheap as the first: nothing is counted or passed over.

A page begins after the last item of the one before it ("keyset paging"), which an index finds at
once; a number of a page would make the database read all items up to there.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.http import QueryDict

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# Longer numbers name no item and no moment.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class KeysetPage:
    """The items of a page, and what follows the "?" of its neighbours; empty without one.

    `is_first` tells the page that is read without a cursor in its address.
    """

    items: list
    newer: str
    older: str
    is_first: bool

    def __iter__(self):
        return iter(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


def page_of(items: models.QuerySet, asked: QueryDict, size: int, moment: str = "") -> KeysetPage:
    """At most `size` items, newest first: by `moment`, the name of a column, and by number.

    `asked` may hold `before` or `after`, the cursor of a neighbour; nonsense gives the first page.
    """
    order = [moment, "pk"] if moment else ["pk"]
    if before := _cursor(asked.get("before"), order):
        found = _newest_first(items.filter(_beyond(order, before, "lt")), order, size)
        return _page(found, order, size, is_first=False)
    if after := _cursor(asked.get("after"), order):
        found = list(items.filter(_beyond(order, after, "gt")).order_by(*order)[: size + 1])
        # What is no whole page is the first page, which shows the items after it as well.
        if len(found) > size:
            newer = f"after={_cursor_of(found[size - 1], order)}"
            older = f"before={_cursor_of(found[0], order)}"
            return KeysetPage(found[size - 1 :: -1], newer, older, is_first=False)
    return _page(_newest_first(items, order, size), order, size, is_first=True)


def _newest_first(items: models.QuerySet, order: list[str], size: int) -> list:
    return list(items.order_by(*(f"-{column}" for column in order))[: size + 1])


def _page(found: list, order: list[str], size: int, *, is_first: bool) -> KeysetPage:
    shown = found[:size]
    newer = "" if is_first or not shown else f"after={_cursor_of(shown[0], order)}"
    older = f"before={_cursor_of(shown[-1], order)}" if len(found) > size else ""
    return KeysetPage(shown, newer, older, is_first)


def _beyond(order: list[str], cursor: list, direction: str) -> Q:
    """What comes before or after an item. The plain comparison of the first column lets the
    database begin in the middle of an index."""
    if len(order) == 1:
        return Q(**{f"{order[0]}__{direction}": cursor[0]})
    first, second = order
    return Q(**{f"{first}__{direction}e": cursor[0]}) & (
        Q(**{f"{first}__{direction}": cursor[0]}) | Q(**{f"{second}__{direction}": cursor[1]})
    )


def _cursor_of(item: models.Model, order: list[str]) -> str:
    """The place of an item in a list: `1753257600000000-12`, microseconds since 1970 and number."""
    if len(order) == 1:
        return str(item.pk)
    moment = getattr(item, order[0])
    return f"{(moment - EPOCH) // MICROSECOND}-{item.pk}"


def _cursor(written: str | None, order: list[str]) -> list | None:
    """A place from an address; None for nonsense."""
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
    return digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER
