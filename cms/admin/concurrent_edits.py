"""Merges the changes of two people who edit the same item; what both changed is refused.

A form carries a digest of every value it was filled with, and the number of the last entry in the
item's history. If somebody else has saved meanwhile, each field is looked at: one that only they
changed keeps their value, one that only the sender changed takes the sender's, and one that both
changed is refused with the other text beside it, so that nobody's words are lost unseen.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cms.admin import submissions
from cms.admin.forms import add_form_error

LOADED, VERSION = "_loaded", "_version"
# A colleague's text is shown whole up to this many characters.
MAX_SHOWN_LENGTH = 3000
# Characters: one in 16 million changes would be missed.
DIGEST_LENGTH = 6


@dataclass(frozen=True)
class Value:
    """A stored value: `shown` is text, or a list where there are several inputs or choices."""

    field: forms.Field
    label: str
    name: str
    shown: Any


def last_edit(item: Model) -> LogEntry | None:
    """The newest entry in the history of an item."""
    content_type = ContentType.objects.get_for_model(item)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=item.pk)
    return entries.select_related("user").order_by("-pk").first()


def state(item: Model, form: ModelForm, formsets: list[Any]) -> dict[str, str]:
    """The hidden fields of the form of a stored item: digests of its values, and its version."""
    edit = last_edit(item)
    rows = (
        f"{prefix}:{''.join(_digest(value.shown) for value in values)}"
        for prefix, values in _values(form, formsets)
    )
    return {LOADED: ";".join(rows), VERSION: str(edit.pk if edit else 0)}


def merge(model_admin: ModelAdmin[Any], request: HttpRequest, locked: Model) -> None:
    """Join what was sent with what somebody else has saved since the form was loaded.

    `request.POST` gets the saved value of each field that the sender left alone; a field that both
    changed gets an error.
    """
    edit = last_edit(locked)
    if edit is None or request.POST.get(VERSION) == str(edit.pk):
        return
    item = model_admin.get_object(request, str(locked.pk))
    if item is None:
        return
    loaded = _parse_digests(request.POST.get(LOADED, ""))
    sent, joined = request.POST.copy(), []
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(_unbound_formsets(model_admin, request, item))
    for prefix, values in _values(form, formsets, sent):
        before = loaded.get(prefix, [])
        # A form of another version of the program has other fields.
        for value, was in zip(values, before if len(before) == len(values) else [], strict=False):
            widget, saved = value.field.widget, _digest(value.shown)
            if saved == was:
                continue
            typed = _digest(_shown(widget, widget.value_from_datadict(sent, {}, value.name)))
            if typed == was:
                _write_value(sent, widget, value.name, value.shown)
                joined.append(value.label)
            elif typed != saved:
                _refuse(request, edit, value, is_row=bool(prefix))
    submissions.replace_data(request, "POST", sent)
    if joined:
        message = _("{who} saved this at {time}. Those changes are kept: {fields}.")
        fields = ", ".join(dict.fromkeys(joined))
        messages.info(request, message.format(who=_who(edit), time=_time(edit), fields=fields))


def _refuse(request: HttpRequest, edit: LogEntry, value: "Value", *, is_row: bool) -> None:
    """Add an error to the field that two people changed; one of a row stands above the form."""
    message = _(
        "{who} changed this at {time}, too. Take over what you need, then save again. "
        "Saved now: {saved}"
    ).format(who=_who(edit), time=_time(edit), saved=_readable(value.shown) or _("(empty)"))
    if is_row:
        add_form_error(request, ValidationError(f"{value.label}: {message}"))
    else:
        add_form_error(request, ValidationError(message), value.name)


def _parse_digests(loaded: str) -> dict[str, list[str]]:
    """Parses the digests that a form was sent with: one per field, by the prefix of its form."""
    rows = (row.partition(":") for row in loaded.split(";"))
    return {
        prefix: [digests[at : at + DIGEST_LENGTH] for at in range(0, len(digests), DIGEST_LENGTH)]
        for prefix, _colon, digests in rows
    }


def _values(
    form: ModelForm, formsets: list[Any], sent: QueryDict | None = None
) -> Iterator[tuple[str, list["Value"]]]:
    """The stored values of a form and its rows, by the prefix of their names.

    Names are those of the form, or those in what was sent, where a row may have another number;
    rows that were not sent are passed over.
    """
    for one, prefix in [(form, form.prefix or ""), *_rows(formsets, sent)]:
        own = {one._meta.model._meta.pk.name, "DELETE"}
        values = []
        for name, field in one.fields.items():
            is_parent = isinstance(field, forms.models.InlineForeignKeyField)
            if name in own or is_parent or isinstance(field, forms.FileField) or field.disabled:
                continue
            stored = field.prepare_value(one.get_initial_for_field(field, name))
            key = f"{prefix}-{name}" if prefix else name
            label = str(field.label or one[name].label)
            values.append(Value(field, label, key, _shown(field.widget, stored)))
        yield prefix, values


def _rows(
    formsets: list[Any], sent: QueryDict | None, prefixes: dict[str, str] | None = None
) -> Iterator[tuple[ModelForm, str]]:
    """The stored rows of formsets, and the rows of those, each with the prefix of its names."""
    for formset in formsets:
        prefix = (prefixes or {}).get(formset.prefix, formset.prefix)
        for number, row in enumerate(formset.initial_forms):
            found: str | None = str(number)
            if sent is not None:
                found = _number_of_row(sent, prefix, formset.model, row.instance.pk)
            if found is None:
                continue
            yield row, f"{prefix}-{found}"
            nested = [one for one in vars(row).values() if isinstance(one, forms.BaseFormSet)]
            renamed = {
                str(one.prefix): str(one.prefix).replace(str(row.prefix), f"{prefix}-{found}", 1)
                for one in nested
            }
            yield from _rows(nested, sent, renamed)


def _unbound_formsets(model_admin: ModelAdmin, request: HttpRequest, item: Model) -> Iterator:
    """The rows as they are stored, numbered as in a form that is just loaded."""
    prefixes: dict[str, int] = {}
    for formset, inline in model_admin.get_formsets_with_inlines(request, item):
        prefix = formset.get_default_prefix()
        prefixes[prefix] = prefixes.get(prefix, 0) + 1
        if prefixes[prefix] != 1:
            prefix = f"{prefix}-{prefixes[prefix]}"
        yield formset(instance=item, prefix=prefix, queryset=inline.get_queryset(request))


def _number_of_row(sent: QueryDict, prefix: str, model: type[Model], pk: object) -> str | None:
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-{model._meta.pk.name}", re.ASCII)
    for name, value in sent.items():
        if (found := pattern.fullmatch(name)) and value == str(pk):
            return found[1]
    return None


def _shown(widget: forms.Widget, value: Any) -> Any:
    """A value as its input shows it: text, or a list where there are several inputs or choices."""
    if isinstance(widget, forms.MultiWidget):
        values = value if isinstance(value, list) else list(widget.decompress(value) or ())
        parts = [*values, *[None] * len(widget.widgets)]
        return [_shown(part, one) for part, one in zip(widget.widgets, parts, strict=False)]
    if isinstance(value, list | tuple | set) or hasattr(value, "all"):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    if isinstance(value, bool):
        return "on" if value else ""
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return [str(one) for one in shown if one not in (None, "")]
    return "" if shown is None else str(shown).replace("\r\n", "\n").strip()


def _digest(shown: Any) -> str:
    return blake2b(json.dumps(shown).encode(), digest_size=DIGEST_LENGTH // 2).hexdigest()


def _write_value(sent: QueryDict, widget: forms.Widget, key: str, shown: Any) -> None:
    """Write a value into what was sent, as a browser would have."""
    if isinstance(widget, forms.MultiWidget):
        inputs = widget.get_context(key, None, {})["widget"]["subwidgets"]
        for part, input_, value in zip(widget.widgets, inputs, shown, strict=True):
            _write_value(sent, part, input_["name"], value)
    elif isinstance(widget, forms.CheckboxInput):
        sent.pop(key, None)
        if shown:
            sent[key] = shown
    elif isinstance(shown, list):
        sent.setlist(key, shown)
    else:
        sent[key] = shown


def _readable(shown: Any) -> str:
    text = ", ".join(filter(None, shown)) if isinstance(shown, list) else shown
    return text[:MAX_SHOWN_LENGTH]


def _who(edit: LogEntry) -> str:
    return edit.user.get_full_name() or edit.user.get_username()


def _time(edit: LogEntry) -> str:
    return formats.date_format(timezone.localtime(edit.action_time), "TIME_FORMAT")
