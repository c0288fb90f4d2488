"""Rows of a form that somebody else has deleted since it was loaded.

Django takes them for rows of another item: it refuses the form, and shows it without them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import ModelForm
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cms.admin.edits.form_values import PlacedForm, database_forms


@dataclass(frozen=True)
class DeletedRow:
    """`row` has no values but those that were sent; `is_to_go` says that the sender deleted it."""

    row: PlacedForm
    formset: Any
    formset_prefix: str
    number: int
    is_to_go: bool


def find(form: ModelForm, formsets: list[Any], sent: QueryDict) -> Iterator[DeletedRow]:
    """From the last to the first, so that each can be dropped before the next. Those of a row come
    before the row."""
    named = [(str(formset.prefix), formset) for formset in formsets]
    for row in database_forms(form, formsets, sent):
        named += [(f"{row.prefix}-{name}", formset) for name, formset in row.formsets]
    for prefix, formset in reversed(named):
        stored = {str(one.instance.pk) for one in formset.initial_forms}
        name_of_key = formset.model._meta.pk.name
        for number in reversed(range(_count(sent, prefix, INITIAL_FORM_COUNT))):
            row_prefix = f"{prefix}-{number}"
            if sent.get(f"{row_prefix}-{name_of_key}", "") in {"", *stored}:
                continue
            row = PlacedForm(formset.empty_form, row_prefix)
            yield DeletedRow(row, formset, prefix, number, f"{row_prefix}-DELETE" in sent)


def with_nested_rows(row: PlacedForm, sent: QueryDict) -> Iterator[PlacedForm]:
    """A row, and the rows of it that were sent."""
    yield row
    for name, formset in row.formsets:
        prefix = f"{row.prefix}-{name}"
        for number in range(_count(sent, prefix, TOTAL_FORM_COUNT)):
            yield PlacedForm(formset.empty_form, f"{prefix}-{number}")


def add_again(sent: QueryDict, files: MultiValueDict, gone: DeletedRow) -> str:
    """Copies what was sent of a row, and of its rows, to a new one at the end. Returns the prefix
    of that."""
    count = _count(sent, gone.formset_prefix, TOTAL_FORM_COUNT)
    old, new = f"{gone.row.prefix}-", f"{gone.formset_prefix}-{count}-"
    for data in (sent, files):
        for name in [name for name in data if name.startswith(old)]:
            data.setlist(f"{new}{name.removeprefix(old)}", data.getlist(name))
    sent[f"{new}{gone.formset.model._meta.pk.name}"] = ""
    for nested_name, nested in gone.row.formsets:
        prefix = f"{new}{nested_name}"
        for number in range(_count(sent, prefix, TOTAL_FORM_COUNT)):
            for own in (nested.model._meta.pk.name, nested.fk.name):
                sent[f"{prefix}-{number}-{own}"] = ""
        sent[f"{prefix}-{INITIAL_FORM_COUNT}"] = "0"
    sent[f"{gone.formset_prefix}-{TOTAL_FORM_COUNT}"] = str(count + 1)
    return new.removesuffix("-")


def drop(sent: QueryDict, files: MultiValueDict, gone: DeletedRow) -> None:
    """Removes a row; those after it move up."""
    for data in (sent, files):
        names = {name: name_after(name, gone) for name in data}
        moved = [(new, data.pop(name)) for name, new in names.items() if new != name]
        for name, values in moved:
            if name is not None:
                data.setlist(name, values)
    for count in (INITIAL_FORM_COUNT, TOTAL_FORM_COUNT):
        number = _count(sent, gone.formset_prefix, count)
        sent[f"{gone.formset_prefix}-{count}"] = str(number - 1)


def renumbered(by_prefix: dict[str, Any], gone: DeletedRow) -> dict[str, Any]:
    """What is known of rows by their prefixes, once a row is dropped."""
    names = ((name_after(prefix, gone), known) for prefix, known in by_prefix.items())
    return {name: known for name, known in names if name is not None}


def name_after(name: str, gone: DeletedRow) -> str | None:
    """The name of an input, or the prefix of a row, once a row is dropped; None if it goes, too."""
    pattern = rf"{re.escape(gone.formset_prefix)}-([0-9]{{1,4}})(-.+)?"
    found = re.fullmatch(pattern, name, re.ASCII)
    if found is None or int(found[1]) < gone.number:
        return name
    if int(found[1]) == gone.number:
        return None
    return f"{gone.formset_prefix}-{int(found[1]) - 1}{found[2] or ''}"


def _count(sent: QueryDict, prefix: str, name: str) -> int:
    """Whole and not too large: `malformed_requests` has seen to it."""
    return int(sent.get(f"{prefix}-{name}") or 0)
