"""What the searches of the site and of the admin find of an app: `SEARCHABLE` in its `search.py`.

`ADMIN_FINDERS` there has what the admin searches without the index.

`search/triggers.py` installs the triggers in the database, `search/index.py` updates the index.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

# For items that have no moment of publication: they stand behind those that have one.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


Item = TypeVar("Item", bound=Model)


@dataclass(frozen=True)
class SearchEntry:
    """An item as the search finds and shows it, in one language.

    `text` is what readers of its page can read, without markup. `names` are found by their initial
    consonants, too. `other_names` are found and never shown. `photo` and `topics` are primary keys.
    Without `published_at` only the admin finds it.
    """

    title: str
    text: str
    url: str
    published_at: datetime | None = LONG_AGO
    names: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    photo: int | None = None
    topics: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReindexTrigger:
    """A model whose changes make items be indexed again.

    A trigger of the database notes the value of `key_column` of each changed row. It is the primary
    key of the item itself, or else `find_items` takes such keys and returns the items.
    `is_indexed_first`: indexed before all others, so that a person who is hidden is found no more.
    """

    model: type[Model]
    key_column: str = "id"
    find_items: Callable[[Iterable[int]], QuerySet] | None = None
    is_indexed_first: bool = False


@dataclass(frozen=True)
class Searchable(Generic[Item]):
    """A model whose items can be found.

    `kind` stands in the URL of the search page (`?kind=news`), `label` in its filter. `make_entry`
    returns an item in the active language, public or not; None where it has no title in it.
    `only_in_admin`: the site has no pages of such items. `is_guessable`: whoever types a word that
    is nearly in a title is told the word. `is_dated`: results show when it was published, which of
    an event would look like the day when it takes place.
    """

    kind: str
    label: str | Promise
    items: Callable[[], QuerySet[Item]]
    make_entry: Callable[[Item], SearchEntry | None]
    triggers: tuple[ReindexTrigger, ...]
    only_in_admin: bool = False
    is_guessable: bool = True
    is_dated: bool = False

    @cached_property
    def model(self) -> type[Item]:
        return self.items().model


@dataclass(frozen=True)
class AdminResult:
    """An item as the search of the admin shows it. `status` says what is special about it."""

    title: str
    url: str
    status: str = ""
    snippet: str | SafeString = ""
    # Of the snippet, if it is not the reader's.
    language: str = ""


@dataclass(frozen=True)
class AdminFinder:
    """Items that the index must not contain, because they are encrypted.

    `find` takes what was typed and how many items to return at most. It returns only items that the
    reader may see.
    """

    model: type[Model]
    find: Callable[[HttpRequest, str, int], list[AdminResult]]
