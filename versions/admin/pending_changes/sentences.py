"""What is said where pending changes cannot be shown, saved or published as they are."""

from django.utils.translation import gettext as _

from versions.comparison.field_values import ComparedForm, find_compared_field, formset_path_of
from versions.form_filling import FilledData
from versions.pending_changes import MergedValues, row_path_of


def left_out(filled: FilledData) -> str:
    text = _("Left out, because it must not be shown any more or was deleted: {fields}.")
    return text.format(fields=_without_repeats(filled.left_out))


def not_in_versions(labels: list[str]) -> str:
    text = _(
        "These cannot be saved without publishing: {fields}. Change them in the form for what is "
        "public now, or leave them as they were."
    )
    return text.format(fields=_without_repeats(labels))


def deleted_row(compared_forms: dict[str, ComparedForm], row_path: str) -> str:
    text = _("{kind}: somebody has deleted it. Your text of it is in the form again.")
    return text.format(kind=_form_name(compared_forms, row_path))


def conflicts(compared_forms: dict[str, ComparedForm], merged: MergedValues) -> list[str]:
    """Where somebody else has changed the same since."""
    changed = [field_label(compared_forms, path) for path in sorted(merged.conflicts)]
    deleted = [_form_name(compared_forms, path) for path in sorted(merged.deleted_rows)]
    sentences = []
    if changed:
        text = _("Somebody has changed these fields since: {fields}.")
        sentences.append(text.format(fields=_without_repeats(changed)))
    if deleted:
        text = _("Somebody has since deleted what they change: {fields}.")
        sentences.append(text.format(fields=_without_repeats(deleted)))
    return sentences


def field_label(compared_forms: dict[str, ComparedForm], field_path: str) -> str:
    """With the kind of its row, for a field of an inline."""
    row_path = row_path_of(field_path)
    field = find_compared_field(compared_forms, field_path)
    label = field.label if field else field_path.rpartition("/")[2]
    kind = _form_name(compared_forms, row_path) if row_path else ""
    return f"{kind}: {label}" if kind else label


def _form_name(compared_forms: dict[str, ComparedForm], row_path: str) -> str:
    compared_form = compared_forms.get(formset_path_of(row_path))
    return compared_form.name if compared_form else ""


def _without_repeats(labels: list[str]) -> str:
    return ", ".join(dict.fromkeys(labels))
