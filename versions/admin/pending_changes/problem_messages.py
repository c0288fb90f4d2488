"""Messages about values that cannot be filled into a form, saved or published as they are: those of
pending changes, and of versions that are restored."""

from django.utils.translation import gettext as _

from versions.comparison.form_schemas import FormSchemas
from versions.form_filling import FillResult
from versions.pending_changes import MergeResult, form_path_of


def withheld(filled: FillResult) -> str:
    text = _("Left out, because it must not be shown any more or was deleted: {fields}.")
    return text.format(fields=_without_repeats(filled.withheld_labels))


def cannot_be_pending(labels: list[str]) -> str:
    text = _(
        "These cannot be saved without publishing: {fields}. Change them in the form for what is "
        "public now, or leave them as they were."
    )
    return text.format(fields=_without_repeats(labels))


def deleted_form(schemas: FormSchemas, form_path: str) -> str:
    text = _("{kind}: somebody has deleted it. Your text of it is in the form again.")
    return text.format(kind=_form_name(schemas, form_path))


def conflicts(schemas: FormSchemas, merged: MergeResult) -> list[str]:
    changed = [field_label(schemas, path) for path in sorted(merged.conflicts)]
    deleted = [_form_name(schemas, path) for path in sorted(merged.deleted_forms)]
    messages = []
    if changed:
        text = _("Somebody has changed these fields since: {fields}.")
        messages.append(text.format(fields=_without_repeats(changed)))
    if deleted:
        text = _("Somebody has since deleted what they change: {fields}.")
        messages.append(text.format(fields=_without_repeats(deleted)))
    return messages


def field_label(schemas: FormSchemas, field_path: str) -> str:
    """Prefixed with the name of its form, for a field of an inline."""
    form_path = form_path_of(field_path)
    field = schemas.field(field_path)
    label = field.label if field else field_path.rpartition("/")[2]
    form_name = _form_name(schemas, form_path) if form_path else ""
    return f"{form_name}: {label}" if form_name else label


def _form_name(schemas: FormSchemas, form_path: str) -> str:
    schema = schemas.form(form_path)
    return schema.name if schema else ""


def _without_repeats(labels: list[str]) -> str:
    return ", ".join(dict.fromkeys(labels))
