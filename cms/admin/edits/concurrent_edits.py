"""Merges the changes of two people who edit the same item; what both changed is refused.

A form carries a digest of every value it was filled with, and the number of the last entry in the
item's history. If somebody else has saved meanwhile, each field is looked at: one that only they
changed keeps their value, one that only the sender changed takes the sender's, and one that both
changed is refused with the other text beside it, so that nobody's words are lost unseen. So is the
deletion of a row in which somebody else has written or to which they have added one, and writing in
one that they have deleted.
"""

import json
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
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.admin.edits import deleted_rows, request_data
from cms.admin.edits.form_values import (
    FieldInput,
    PlacedForm,
    database_forms,
    input_value,
    unbound_formsets,
    unsent_forms,
    write_value,
)
from cms.admin.forms import add_form_error
from cms.i18n.account_names import account_name
from cms.text import rich_text

LOADED, LAST_EDIT = "_loaded", "_last_edit"
# A colleague's text is shown whole up to this many characters.
MAX_SHOWN_LENGTH = 3000
# Characters: one in 16 million changes would be missed.
DIGEST_LENGTH = 6


def last_edit(item: Model) -> LogEntry | None:
    """The newest entry in the history of an item."""
    content_type = ContentType.objects.get_for_model(item)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=item.pk)
    return entries.select_related("user").order_by("-pk").first()


def state(item: Model, form: ModelForm, formsets: list[Any]) -> dict[str, str]:
    """The hidden fields of the form of a stored item: digests of its values, and its last edit."""
    edit = last_edit(item)
    rows = (
        f"{row.prefix}:{''.join(_digest(value.input_value) for value in row.database_values())}"
        for row in database_forms(form, formsets)
    )
    return {LOADED: ";".join(rows), LAST_EDIT: str(edit.pk if edit else 0)}


@dataclass(frozen=True)
class Conflict:
    """A text that two people changed: what was sent, and what somebody else has saved. `name` is
    that of its input."""

    name: str
    label: str
    sent: str
    saved: str
    who: str
    time: str

    @property
    def sent_text(self) -> str:
        return rich_text.to_plain_text(self.sent)

    @property
    def saved_text(self) -> str:
        return rich_text.to_plain_text(self.saved)


def conflicts_of(request: HttpRequest) -> list[Conflict]:
    """To choose from, beside the errors of the form."""
    found: list[Conflict] = vars(request).setdefault("edit_conflicts", [])
    return found


def merge(model_admin: ModelAdmin[Any], request: HttpRequest, locked: Model) -> None:
    """Join what was sent with what somebody else has saved since the form was loaded.

    `request.POST` gets the saved value of each field that the sender left alone; a field that both
    changed gets an error.
    """
    edit = last_edit(locked)
    if edit is None or request.POST.get(LAST_EDIT) == str(edit.pk):
        return
    item = model_admin.get_object(request, str(locked.pk))
    if item is None:
        return
    loaded = _parse_digests(request.POST.get(LOADED, ""))
    sent, joined = request.POST.copy(), list[str]()
    deleted: tuple[str, ...] = ()
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(unbound_formsets(model_admin, request, item))
    # First, as the rows after one that is gone get other numbers.
    loaded = _join_deleted_rows(request, form, formsets, sent, loaded, joined)
    for row in database_forms(form, formsets, sent):
        before, values = loaded.get(row.prefix, []), row.database_values()
        if f"{row.prefix}-DELETE" in sent:
            deleted += (f"{row.prefix}-",)
            for added in unsent_forms(row, sent):
                _refuse_to_delete_added(request, edit, row, added)
        is_deleted = f"{row.prefix}-".startswith(deleted)
        # A form of another version of the program has other fields.
        for value, was in zip(values, before if len(before) == len(values) else [], strict=False):
            widget, saved = value.field.widget, _digest(value.input_value)
            if saved == was:
                continue
            typed = _digest(input_value(widget, widget.value_from_datadict(sent, {}, value.name)))
            if is_deleted and not widget.is_hidden:
                _refuse(request, edit, value, is_row=True)
            elif typed == was:
                write_value(sent, widget, value.name, value.input_value)
                joined.append(value.label)
            elif typed != saved:
                if isinstance(widget, forms.TextInput | forms.Textarea):
                    conflicts_of(request).append(_conflict(edit, value, sent.get(value.name, "")))
                _refuse(request, edit, value, is_row=bool(row.path))
    request_data.replace_data(request, "POST", sent)
    if joined:
        message = _("{who} saved this at {time}, and those changes are kept: {fields}.")
        fields = ", ".join(dict.fromkeys(joined))
        who, time = account_name(edit.user), _time(edit)
        messages.info(request, message.format(who=who, time=time, fields=fields))


def _join_deleted_rows(
    request: HttpRequest,
    form: ModelForm,
    formsets: list[Any],
    sent: QueryDict,
    loaded: dict[str, list[str]],
    joined: list[str],
) -> dict[str, list[str]]:
    """Rows that somebody else has deleted go from what was sent, or are added to it again. Returns
    the digests by the prefixes that the rows have by then."""
    again: dict[str, str] = {}
    for gone in deleted_rows.find(form, formsets, sent):
        name = str(capfirst(gone.row.form._meta.model._meta.verbose_name))
        is_untouched = all(
            [_digest(value.input_value) for value in row.typed_values(sent)]
            == loaded.get(row.prefix)
            for row in deleted_rows.with_nested_rows(gone.row, sent)
        )
        # What the sender has deleted, too, stays in the form as deleted: its text is recorded.
        prefix = "" if is_untouched else deleted_rows.add_again(sent, request.FILES, gone)
        if gone.is_to_go or is_untouched:
            joined.append(name)
        else:
            again[prefix] = name
        deleted_rows.drop(sent, request.FILES, gone)
        loaded = deleted_rows.renumbered(loaded, gone)
        again = deleted_rows.renumbered(again, gone)
    text = _("{kind}: somebody has deleted it. Your text of it is in the form again.")
    for prefix, name in again.items():
        sentence = format_html(text, kind=_link_to(prefix, name))
        add_form_error(request, ValidationError(sentence))
    return loaded


def _link_to(element_id: str, label: str) -> SafeString:
    return format_html('<a href="#{}">{}</a>', element_id, label)


def _refuse(request: HttpRequest, edit: LogEntry, value: FieldInput, *, is_row: bool) -> None:
    """Add an error to the field that two people changed; one of a row stands above the form."""
    message = conflict_sentence(edit, value.input_value)
    if is_row:
        link = _link_to(f"id_{value.name}", value.label)
        add_form_error(request, ValidationError(format_html("{}: {}", link, message)))
    else:
        add_form_error(request, ValidationError(message), value.name)


def _refuse_to_delete_added(
    request: HttpRequest, edit: LogEntry, row: PlacedForm, added: PlacedForm
) -> None:
    text = _(
        "{part}: {who} added this at {time}: {added}. It would be deleted as well. Save again to "
        "delete both."
    )
    part = _link_to(row.prefix, str(capfirst(row.form._meta.model._meta.verbose_name)))
    words = {"part": part, "who": account_name(edit.user), "time": _time(edit)}
    add_form_error(request, ValidationError(format_html(text, added=added.form.instance, **words)))


def _conflict(edit: LogEntry, value: FieldInput, sent: str) -> Conflict:
    saved = str(value.input_value or "")
    return Conflict(value.name, str(value.label), sent, saved, account_name(edit.user), _time(edit))


def conflict_sentence(edit: LogEntry | None, saved: Any) -> str:
    """The sentence that shows what somebody else has saved; not all that changes is logged."""
    text = _(
        "Somebody else changed this, too. Copy what you need, then save again. Saved now: {saved}"
    )
    if edit:
        text = _(
            "{who} changed this at {time}, too. Copy what you need, then save again. "
            "Saved now: {saved}"
        )
    return text.format(
        who=account_name(edit.user) if edit else "",
        time=_time(edit) if edit else "",
        saved=_readable(saved) or _("(empty)"),
    )


def _parse_digests(loaded: str) -> dict[str, list[str]]:
    """Parses the digests that a form was sent with: one per field, by the prefix of its form."""
    rows = (row.partition(":") for row in loaded.split(";"))
    return {
        prefix: [digests[at : at + DIGEST_LENGTH] for at in range(0, len(digests), DIGEST_LENGTH)]
        for prefix, _colon, digests in rows
    }


def _digest(value: Any) -> str:
    return blake2b(json.dumps(value).encode(), digest_size=DIGEST_LENGTH // 2).hexdigest()


def _readable(value: Any) -> str:
    text = ", ".join(filter(None, value)) if isinstance(value, list) else value
    return rich_text.to_plain_text(text)[:MAX_SHOWN_LENGTH]


def _time(edit: LogEntry) -> str:
    return formats.date_format(timezone.localtime(edit.action_time), "TIME_FORMAT")
