"""Filters of a public list as plain links."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class FilterLink:
    label: str
    # The query string; empty for the whole list.
    query: str
    is_chosen: bool

    @property
    def url_end(self) -> str:
        return f"?{self.query}" if self.query else ""


class ListFilter:
    """The values that the query string of a list chooses, by the name of the filter.

    `allowed` has the values that each filter offers; nonsense is ignored.
    """

    def __init__(self, params: QueryDict, allowed: Mapping[str, Container[str]]) -> None:
        self.values = {name: _known_or_empty(params.get(name), allowed[name]) for name in allowed}

    def __bool__(self) -> bool:
        return any(self.values.values())

    def query(self, **changes: str) -> str:
        values = self.values | changes
        return urlencode({name: value for name, value in values.items() if value})

    def links(self, name: str, options: Iterable[tuple[str, str]]) -> list[FilterLink]:
        """A link for each value and its label, after one for all."""
        chosen = self.values[name]
        all_link = FilterLink(_("All"), self.query(**{name: ""}), not chosen)
        return [all_link] + [
            FilterLink(label, self.query(**{name: value}), value == chosen)
            for value, label in options
        ]


def _known_or_empty(value: str | None, known: Container[str]) -> str:
    return value if value and value in known else ""
