"""Cards are drawn when somebody first asks for them, and stored where no visitor can fetch them:
the view that sends one asks the database first.

Drawing takes 50 ms in a child process, of which as many run as there are cores. A stranger can have
each card drawn once.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from zlib import crc32

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from cms.decoding.sandbox import run_task
from cms.files.storage import object_folder, uses_object_store
from cms.publishing.share_cards.card_colours import card_colours
from cms.publishing.share_cards.cards import ShareCard, find_cards
from cms.publishing.site_url import host_name

log = logging.getLogger(__name__)

FOLDER = "cards"
# Each run of the scheduler looks at one of them: listing an object store is paid for.
SUBFOLDERS = 60


def content(card: ShareCard) -> bytes:
    """The picture. Raises SandboxError when it cannot be drawn at the moment."""
    name = stored_name(card)
    with suppress(OSError), _storage().open(name) as file:
        stored: bytes = file.read()
        return stored
    drawn = draw(card)
    try:
        if not _storage().exists(name):
            _storage().save(name, ContentFile(drawn))
    except OSError:
        log.exception("The card %s cannot be stored.", name)
    return drawn


def draw(card: ShareCard) -> bytes:
    arguments = {
        "title": card.title,
        "name": card.publisher,
        "host": host_name(),
        "colours": card_colours(),
    }
    task, picture = "draw_title_card", b""
    if card.photo:
        task, picture = "draw_title_card_with_photo", card.photo.read()
        arguments["credit"] = card.photo.credit
    result = run_task(f"cms.decoding.tasks.share_cards.card_layout.{task}", picture, arguments)
    return result.files[0].read()


def stored_name(card: ShareCard) -> str:
    subfolder = crc32(f"{card.kind} {card.key}".encode()) % SUBFOLDERS
    file_name = f"{card.kind}_{card.key}_{card.language}_{card.digest}.{card.extension}"
    return f"{FOLDER}/{subfolder:02}/{file_name}"


def count_outdated(publishers: dict[str, str]) -> int:
    """`publishers`: the name of the network in each language."""
    return len(_outdated(publishers, timezone.now()))


def delete_outdated(publishers: dict[str, str]) -> int:
    """Delete cards of items that are not public any more, or have another title. Within an hour
    all cards are looked at."""
    names = _outdated(publishers, timezone.now())
    for name in names:
        _storage().delete(name)
    return len(names)


def _outdated(publishers: dict[str, str], now: datetime) -> set[str]:
    subfolder = int(now.timestamp() // 60) % SUBFOLDERS
    names = set(_stored_names(f"{FOLDER}/{subfolder:02}"))
    return names - set(map(stored_name, _current(names, publishers)))


def _current(names: set[str], publishers: dict[str, str]) -> Iterator[ShareCard]:
    """The cards that pages name now, of those whose items have a stored file."""
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        kind, key, language, *_rest = name.rpartition("/")[2].split("_")
        keys[kind, language].append(key)
    for (kind, language), some in keys.items():
        yield from find_cards(kind, some, language, publishers.get(language, ""))


def _stored_names(folder: str) -> Iterator[str]:
    if uses_object_store():
        yield from (stored.name for stored in object_folder("private").list_objects(f"{folder}/"))
        return
    with suppress(FileNotFoundError):
        yield from (f"{folder}/{name}" for name in _storage().listdir(folder)[1])


def _storage() -> Storage:
    return storages["private"]
