"""The order of results: what is public in the reader's language, then what is only in others; of
each, what has the word in its title before what has it in its text; the newest first."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from cms.i18n import languages
from search.finding.windowed_search import Part
from search.models import Entry, EntryQuerySet


def title_parts(condition: Q) -> Iterator[Part]:
    for entries, narrowed in _public_entries(condition):
        yield Part(entries, "title_index", narrowed)


def title_and_text_parts(condition: Q) -> Iterator[Part]:
    for entries, narrowed in _public_entries(condition):
        for searched in ("title_index", "text_index"):
            yield Part(entries, searched, narrowed)


def _public_entries(condition: Q) -> Iterator[tuple[EntryQuerySet, Q]]:
    """Those in the reader's language, then those that are not public in it; and what narrows them
    down."""
    language = languages.active()
    others = [code for code in languages.codes() if code != language]
    twins = Entry.objects.public().filter(
        kind=OuterRef("kind"), item_id=OuterRef("item_id"), language=language
    )
    public = Entry.objects.public().select_related("photo__photographer")
    public = public.order_by("-published_at", "pk")
    yield public.filter(language=language), condition
    # `missing_in` was right when the item was indexed: the index has it.
    missing = condition & Q(missing_in__contains=[language]) & ~Q(Exists(twins))
    yield public.filter(language__in=others), missing
