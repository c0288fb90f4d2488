"""Between a form and the draft that keeps it: what was typed, and back again."""

from django import forms

from network import resident_numbers

# Ten times the longest answer: what is longer stands in the page, not in the draft.
LONGEST_KEPT = 20_000


def kept(form: forms.Form) -> dict[str, list[str]]:
    """What was typed into a form, right or wrong, as a draft may keep it: no resident number, and
    nothing endless."""
    typed = {}
    for name, field in form.fields.items():
        values = form.data.getlist(name)
        is_typed = not isinstance(field, forms.FileField) and not field.widget.is_hidden
        if is_typed and _may_be_kept(values):
            typed[name] = values
    return typed


def _may_be_kept(values: list[str]) -> bool:
    is_short = sum(map(len, values)) <= LONGEST_KEPT and len(values) <= LONGEST_KEPT // 20
    return is_short and not any(map(resident_numbers.stand_in, values))


def as_initial(form: forms.Form, fields: dict[str, list[str]]) -> None:
    """Fill a form with what a draft holds."""
    for name, values in fields.items():
        if name in form.fields:
            is_many = isinstance(form.fields[name], forms.ModelMultipleChoiceField)
            form.initial[name] = values if is_many else next(iter(values), "")
