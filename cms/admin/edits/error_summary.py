"""What a refused form has to be corrected in, each error with a link to its field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.forms import BaseForm
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.utils.text import capfirst


@dataclass(frozen=True)
class SummaryLine:
    """`target` is the id of an element."""

    label: str
    target: str
    sentences: list[str]


def error_summary(form: BaseForm, formsets: Iterable[BaseFormSet]) -> list[SummaryLine]:
    """Without what concerns the form as a whole."""
    lines = list(_lines_of(form, ""))
    for formset in formsets:
        for number, row in enumerate(formset.forms, start=1):
            if not row.cleaned_data.get(DELETION_FIELD_NAME):
                lines += _lines_of(row, f"{capfirst(_name_of(formset))} {number}")
        if sentences := [str(sentence) for sentence in formset.non_form_errors()]:
            target = f"{formset.prefix}-group"
            lines.append(SummaryLine(capfirst(_name_of(formset)), target, sentences))
    return lines


def find_input_id(
    form: BaseForm, formsets: Iterable[BaseFormSet], item: Model, field_name: str
) -> str:
    """The id of the input of an item's field, the item being that of the form or of a row; empty
    where the form has no such input."""
    for one in (form, *(row for formset in formsets for row in formset.forms)):
        if getattr(one, "instance", None) == item and field_name in one.fields:
            return str(one[field_name].id_for_label or one[field_name].auto_id)
    return ""


def _lines_of(form: BaseForm, row_label: str) -> Iterator[SummaryLine]:
    for name, errors in form.errors.items():
        sentences = [str(sentence) for sentence in errors]
        if name not in form.fields:
            if row_label:
                yield SummaryLine(row_label, form.prefix or "", sentences)
            continue
        field = form[name]
        label = f"{row_label}, {field.label}" if row_label else str(field.label)
        yield SummaryLine(label, field.id_for_label or field.auto_id, sentences)


def _name_of(formset: BaseFormSet) -> str:
    model = getattr(formset, "model", None)
    return str(model._meta.verbose_name) if model else ""
