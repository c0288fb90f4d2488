"""Where the rows of a form stand: in which order a reader sees them, and which have moved.

Rows are ordered among those of their formset, a row of a row among those of the same row. Blocks of
all kinds have one order together: that of the page.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from versions.comparison.field_values import ComparedForm, formset_path_of

# The field of django-content-editor for the part of a page in which a block stands. Pages have one
# part here, so it says nothing.
FIELD_OF_PAGE_PART = "region"

# Name of a field -> its value in one row.
RowValues = dict[str, Any]


def in_order_of_form(
    rows: dict[str, RowValues], compared_forms: dict[str, ComparedForm]
) -> list[str]:
    """The paths of rows: the item first, each row of a row after that row."""
    positions = {formset_path: number for number, formset_path in enumerate(compared_forms)}
    of_blocks = next((n for n, kind in enumerate(compared_forms.values()) if _are_blocks(kind)), 0)

    def place(row_path: str) -> tuple[int, float, int]:
        formset_path = formset_path_of(row_path)
        compared_form = compared_forms.get(formset_path)
        position = positions.get(formset_path, len(positions))
        group = of_blocks if compared_form and _are_blocks(compared_form) else position
        return group, _order(rows.get(row_path, {}), compared_form), position

    def places(row_path: str) -> list[tuple[int, float, int]]:
        parts = row_path.split("/")
        return [place("/".join(parts[:end])) for end in range(2, len(parts) + 1, 2)]

    return sorted(rows, key=lambda path: (places(path), path))


def find_moved(
    old: dict[str, RowValues], new: dict[str, RowValues], compared_forms: dict[str, ComparedForm]
) -> dict[str, tuple[int, int]]:
    """The rows that stand elsewhere among those that were there before and are there now, each with
    its old and its new place."""
    moved: dict[str, tuple[int, int]] = {}
    before, after = _groups(old, compared_forms), _groups(new, compared_forms)
    for group in before.keys() & after.keys():
        there_before = [path for path in before[group] if path in new]
        there_now = [path for path in after[group] if path in old]
        matcher = SequenceMatcher(None, there_before, there_now, autojunk=False)
        matching = matcher.get_matching_blocks()
        unmoved = {path for a, _b, size in matching for path in there_before[a : a + size]}
        moved |= {
            path: (before[group].index(path) + 1, after[group].index(path) + 1)
            for path in there_before
            if path not in unmoved and path in there_now
        }
    return moved


def number_among_siblings(
    row_path: str, rows: dict[str, RowValues], compared_forms: dict[str, ComparedForm]
) -> int:
    """Of a row among those of its formset, as its form shows them; 0 for an only one."""
    formset, _slash, _pk = row_path.rpartition("/")
    same_kind = [path for path in rows if path and path.rpartition("/")[0] == formset]
    if len(same_kind) < 2:
        return 0
    return _in_order(same_kind, rows, compared_forms).index(row_path) + 1


def _groups(
    rows: dict[str, RowValues], compared_forms: dict[str, ComparedForm]
) -> dict[str, list[str]]:
    """The rows that have one order together, in that order. Shape: name of the group -> paths."""
    groups: dict[str, list[str]] = {}
    for path in filter(None, rows):
        compared_form = compared_forms.get(formset_path_of(path))
        are_blocks = compared_form is not None and _are_blocks(compared_form)
        groups.setdefault("" if are_blocks else path.rpartition("/")[0], []).append(path)
    return {name: _in_order(paths, rows, compared_forms) for name, paths in groups.items()}


def _in_order(
    paths: Iterable[str], rows: dict[str, RowValues], compared_forms: dict[str, ComparedForm]
) -> list[str]:
    return sorted(
        paths,
        key=lambda path: (_order(rows[path], compared_forms.get(formset_path_of(path))), path),
    )


def _are_blocks(compared_form: ComparedForm) -> bool:
    return FIELD_OF_PAGE_PART in compared_form.fields


def _order(values: RowValues, compared_form: ComparedForm | None) -> float:
    for name, field in compared_form.fields.items() if compared_form else ():
        if field.is_order:
            order = str(values.get(name) or "")
            return float(order) if order.lstrip("-").isdecimal() else 0
    return 0
