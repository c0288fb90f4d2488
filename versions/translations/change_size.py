"""How large a change of a text is, counted in words.

`static/js/admin/forms/translation_questions.js` counts in the same way.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cms.text import rich_text

# A change of more words, or of any figure, is no mere correction of spelling.
MAX_SMALL_CHANGE_WORDS = 3


@dataclass(frozen=True)
class TextChange:
    """A text before and after, as the input of the form shows it."""

    before: str
    after: str

    @cached_property
    def added(self) -> Counter[str]:
        return words_of(self.after) - words_of(self.before)

    @cached_property
    def removed(self) -> Counter[str]:
        return words_of(self.before) - words_of(self.after)

    @property
    def size(self) -> int:
        return max(self.added.total(), self.removed.total())

    @property
    def has_digits(self) -> bool:
        changed = [*self.added, *self.removed]
        return any(sign.isdecimal() for word in changed for sign in word)


def words_of(text: str) -> Counter[str]:
    return Counter(rich_text.to_plain_text(text).split())


def total_size(changes: Iterable[TextChange]) -> int:
    return sum(change.size for change in changes)


def is_small(changes: Iterable[TextChange]) -> bool:
    changes = list(changes)
    return total_size(changes) <= MAX_SMALL_CHANGE_WORDS and not any(
        change.has_digits for change in changes
    )
