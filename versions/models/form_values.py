"""The values of a form, as versions and pending changes have them.

Paths map to values as the inputs of the form show them: {"title_ko": "…", "sessions/12/kind":
"panel"}. None stands for a path that was not there.
"""

from collections.abc import Iterable
from typing import Any

from cms.text import rich_text

# Path of a field -> its value.
FormValues = dict[str, Any]


def reverse_delta(newer: FormValues, older: FormValues) -> FormValues:
    """What to change in the newer values to get the older ones."""
    paths = newer.keys() | older.keys()
    return {path: older.get(path) for path in paths if newer.get(path) != older.get(path)}


def apply_reverse_delta(newer: FormValues, delta: FormValues) -> FormValues:
    changed = newer | delta
    return {path: value for path, value in changed.items() if value is not None}


def plain_text(values: Iterable[Any]) -> str:
    texts = (value for value in values if isinstance(value, str))
    return "\n".join(rich_text.to_plain_text(text) for text in texts)
