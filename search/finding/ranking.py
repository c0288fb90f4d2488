"""The order of results: what is public in the reader's language, then what is only in others; of
each, what has the word in its title before what has it in its text; the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from cms.i18n import languages
from search.finding.windowed_search import EntryGroup
from search.models import Entry, EntryQuerySet


@dataclass(frozen=True)
class Narrowing:
    """What a search is narrowed down to. `period` is that of the newest entries: an index has
    these."""

    period: Q = field(default_factory=Q)
    condition: Q = field(default_factory=Q)


def title_groups() -> Iterator[EntryGroup]:
    for entries, condition in _public_entries(Narrowing()):
        yield EntryGroup(entries, "title_index", condition)


def text_groups(narrowing: Narrowing) -> Iterator[EntryGroup]:
    """Titles as well: the text in the index begins with the title."""
    for entries, condition in _public_entries(narrowing):
        yield EntryGroup(entries, "text_index", condition)


def title_and_text_groups(narrowing: Narrowing) -> Iterator[EntryGroup]:
    for entries, condition in _public_entries(narrowing):
        for searched in ("title_index", "text_index"):
            yield EntryGroup(entries, searched, condition)


def _public_entries(narrowing: Narrowing) -> Iterator[tuple[EntryQuerySet, Q]]:
    """Those in the reader's language, then those that are not public in it; and what narrows them
    down."""
    language = languages.active()
    others = [code for code in languages.codes() if code != language]
    twins = Entry.objects.public().filter(
        kind=OuterRef("kind"), item_id=OuterRef("item_id"), language=language
    )
    public = Entry.objects.public().filter(narrowing.period)
    public = public.select_related("photo__photographer").order_by("-published_at", "pk")
    yield public.filter(language=language), narrowing.condition
    # `missing_in` was right when the item was indexed: the index has it.
    is_missing = Q(missing_in__contains=[language]) & ~Q(Exists(twins))
    yield public.filter(language__in=others), narrowing.condition & is_missing
