"""The values of the form of an item and of its inline forms, as versions store them.

Each value has the path of its field as key: "title_ko" in the form of the item, "sessions/12/kind"
in the form of the session with the primary key 12, "sessions/12/people/7/role" in a nested inline.
A value is what the input of the field shows: text, or a list where there are several.
"""

from collections.abc import Iterable
from typing import Any

from cms.text import rich_text

# Path of a field -> its value. None stands for a field that does not exist, as of a deleted inline.
ValuesByPath = dict[str, Any]


def reverse_delta(newer: ValuesByPath, older: ValuesByPath) -> ValuesByPath:
    """What to change in the newer values to get the older ones."""
    paths = newer.keys() | older.keys()
    return {path: older.get(path) for path in paths if newer.get(path) != older.get(path)}


def apply_reverse_delta(newer: ValuesByPath, delta: ValuesByPath) -> ValuesByPath:
    changed = newer | delta
    return {path: value for path, value in changed.items() if value is not None}


def plain_text(values: Iterable[Any]) -> str:
    texts = (value for value in values if isinstance(value, str))
    return "\n".join(rich_text.to_plain_text(text) for text in texts)
