"""The versions of one item from the newest on, and which of them are compared."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from versions.models import ValuesByPath, Version

# Values of the GET parameter that says with which version to compare; else it is a primary key.
PREVIOUS, NEWEST, LAST_PUBLIC = "", "newest", "public"


class VersionWithValues(NamedTuple):
    version: Version
    values: ValuesByPath


class VersionHistory(list[VersionWithValues]):
    """The newest version has the index 0."""

    def __init__(self, versions: Iterable[tuple[Version, ValuesByPath]]) -> None:
        super().__init__(VersionWithValues(*one) for one in versions)

    def find_index(self, pk: int | str) -> int | None:
        return next((n for n, one in enumerate(self) if str(one.version.pk) == str(pk)), None)

    def previous_index(self, index: int) -> int | None:
        """Skips discarded versions: the one after them repeats what stayed public."""
        older = range(index + 1, len(self))
        return next((n for n in older if not self[n].version.is_discarded), None)

    def last_public_index(self, index: int) -> int | None:
        """Among the versions older than that at the index."""
        older = range(index + 1, len(self))
        return next((n for n in older if self[n].version.public_languages), None)

    def index_to_compare_with(self, index: int, compare_with: str) -> int:
        """That of the version at the index itself if there is no other."""
        chosen = self.find_index(compare_with)
        if compare_with == NEWEST:
            chosen = 0
        elif compare_with == LAST_PUBLIC:
            chosen = self.last_public_index(index)
        if chosen is None:
            chosen = self.previous_index(index)
        return index if chosen is None else chosen

    def comparison_choices(self, index: int) -> list[tuple[str, str]]:
        """Shape: value of the GET parameter, label."""
        choices = []
        if self.previous_index(index) is not None:
            choices.append((PREVIOUS, _("with the version before")))
        if index > 0:
            choices.append((NEWEST, _("with the newest version")))
        if self.last_public_index(index) is not None:
            choices.append((LAST_PUBLIC, _("with the version that was public last")))
        return choices
