"""Updates the search index: changed items are indexed again before anybody searches."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Model, Q, When
from django.utils import timezone
from django.utils.translation import override

from cms.declarations.search import Searchable, SearchEntry
from cms.i18n import languages
from cms.queries.advisory_locks import lock_until_commit
from cms.text.search_normalisation import search_lines, search_text
from search.finding.title_words import add_words, count_all_words, remove_words, words_of
from search.limits_and_periods import INDEX_BATCH_SIZE, NOTED_WITHIN
from search.models import Change, Entry, EntryQuerySet, Synonym
from search.triggers import change_label, reindex_triggers, searchables

# One process at a time writes the index, so that none overwrites a newer reading with an older one.
LOCK = "search.index"

# With one statement, as every search asks for both.
STATE = """
    SELECT NOT EXISTS (SELECT FROM search_change),
        ARRAY(SELECT terms FROM search_synonym ORDER BY id)
"""


@dataclass(frozen=True)
class SearchState:
    """`synonyms`: groups of terms with one meaning."""

    is_up_to_date: bool
    synonyms: list[list[str]]


def count_changes() -> int:
    return Change.objects.count()


def index_waiting_changes() -> SearchState:
    """For whoever is about to search. After changes to very many items the index is not up to date
    then, and the scheduler indexes the rest."""
    state = _state()
    if state.is_up_to_date:
        return state
    index_changes()
    return _state()


def _state() -> SearchState:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        is_up_to_date, terms = cursor.fetchone()
    return SearchState(is_up_to_date, [Synonym(terms=group).term_list() for group in terms])


def index_all_changes() -> int:
    total = 0
    while Change.objects.exists():
        total += index_changes()
    return total


@transaction.atomic
def index_changes(limit: int = INDEX_BATCH_SIZE) -> int:
    """Index the items again that the next changes concern, first those of triggers with
    `is_indexed_first`. Returns how many."""
    lock_until_commit(LOCK)
    first = [change_label(trigger) for trigger in reindex_triggers() if trigger.is_indexed_first]
    order = Case(When(model__in=first, then=0), default=1, output_field=IntegerField())
    changes = list(Change.objects.order_by(order, "pk")[:limit])
    Change.objects.filter(pk__in=[change.pk for change in changes]).delete()
    keys: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        keys[change.model].add(change.key)
    return sum(index_items(model, changed_items(model, keys)) for model in searchables())


def changed_items(searchable: Searchable, keys: dict[str, set[int]]) -> set[int]:
    """Keys of the items that changes concern. Shape of `keys`: label of the column -> keys."""
    item_keys: set[int] = set()
    for trigger in searchable.triggers:
        changed = keys.get(change_label(trigger), set())
        if changed and trigger.find_items:
            changed = set(trigger.find_items(changed).values_list("pk", flat=True))
        item_keys |= changed
    return item_keys


def index_items(searchable: Searchable, keys: set[int]) -> int:
    if not keys:
        return 0
    entries = [
        entry
        for item in searchable.items().filter(pk__in=keys)
        for entry in entries_of(searchable, item)
    ]
    _delete(Entry.objects.filter(kind=searchable.kind, item_id__in=keys))
    add_words(Entry.objects.bulk_create(entries))
    return len(keys)


def _delete(entries: EntryQuerySet) -> None:
    remove_words(entries)
    entries.delete()


def entries_of(searchable: Searchable, item: Model) -> list[Entry]:
    """One for each language in which the item has a title."""
    entries = []
    for code in languages.codes():
        with override(code):
            found = searchable.make_entry(item)
        if found and found.title:
            row = index_row(found, kind=searchable.kind, item_id=item.pk, language=code)
            entries.append(row)
    public_in = {entry.language for entry in entries if entry.is_public()}
    for entry in entries:
        entry.missing_in = [code for code in languages.codes() if code not in public_in]
        if entry.is_public() and searchable.is_guessable:
            entry.title_words = words_of(entry.title)
    return entries


def index_row(entry: SearchEntry, **identity: Any) -> Entry:
    names = search_lines([entry.title, *entry.names, *entry.other_names])
    return Entry(
        **identity,
        title=entry.title,
        text=entry.text,
        url=entry.url,
        photo_id=entry.photo,
        topics=list(entry.topics),
        published_at=entry.published_at,
        title_index=names,
        text_index=f"{names}\n{search_text(entry.text)}",
    )


def published_since_indexed() -> EntryQuerySet:
    """Entries that time has made public: `missing_in` says that they are not."""
    outdated = Q()
    for code in languages.codes():
        outdated |= Q(language=code, missing_in__contains=[code])
    return Entry.objects.public().filter(outdated, published_at__gte=timezone.now() - NOTED_WITHIN)


def count_published_since_indexed() -> int:
    return published_since_indexed().count()


@transaction.atomic
def index_published() -> int:
    lock_until_commit(LOCK)
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, item_id in published_since_indexed().values_list("kind", "item_id"):
        keys[kind].add(item_id)
    return sum(index_items(searchable, keys[searchable.kind]) for searchable in searchables())


def rebuild_index() -> int:
    """Index all items again, in batches. Returns how many entries there are."""
    for searchable in searchables():
        keys = list(searchable.items().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), INDEX_BATCH_SIZE):
            with transaction.atomic():
                lock_until_commit(LOCK)
                index_items(searchable, set(keys[start : start + INDEX_BATCH_SIZE]))
        Entry.objects.filter(kind=searchable.kind).exclude(item_id__in=keys).delete()
    with transaction.atomic():
        lock_until_commit(LOCK)
        count_all_words()
    return Entry.objects.count()
