"""Records a version of an item whenever a form of the admin has saved it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.forms import BaseFormSet, CharField, ModelForm
from django.http import HttpRequest, QueryDict

from cms import declarations
from cms.admin.edits.form_values import FormRow, Value, stored_rows, unbound_formsets
from cms.admin.edits.malformed_requests import form_indexes
from cms.encryption.fields import is_encrypted
from cms.fields import get_model_field
from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from versions.comparison.field_values import field_language
from versions.models import FormValues, Version, reverse_delta

# Neither the address of a page nor its publication comes back with an older version.
UNRECORDED_IN_ALL_MODELS = {
    "slug",
    "embargo_until",
    "is_public",
    *languages.field_names("published_at"),
}


@dataclass
class RecordedValues:
    """The values of a form that a version has. `names` are the fields and formsets that the form
    had: others, for which its user lacks the permission, stay in the next version as they are.
    `languages` has the path of each text."""

    values: FormValues = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    languages: dict[str, str] = field(default_factory=dict)

    def add(self, row: FormRow, values: list[Value]) -> None:
        for name, value in zip(row.field_names, values, strict=True):
            if is_recorded(row.form, name):
                path = join_path(row.path, name)
                self.values[path] = value.input_value
                if language := field_language(row.form._meta.model, name):
                    self.languages[path] = language

    def with_other_fields(self, other: FormValues) -> FormValues:
        """With the other values of the fields and formsets that the form did not have."""
        others = {
            path: value for path, value in other.items() if path.partition("/")[0] not in self.names
        }
        return others | self.values


@dataclass(frozen=True)
class RecordedChange:
    """A version that was added to an item that had one."""

    previous_version: Version
    new_version: Version
    values_before: FormValues
    values_after: FormValues


def join_path(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def is_recorded(form: ModelForm, name: str) -> bool:
    """Private data is stored once only, where it is erased in time."""
    if name in UNRECORDED_IN_ALL_MODELS or name in _unrecorded_fields().get(form._meta.model, ()):
        return False
    try:
        return not is_encrypted(get_model_field(form._meta.model, name))
    except FieldDoesNotExist:
        return True


@cache
def _unrecorded_fields() -> dict[type[models.Model], set[str]]:
    """What apps declare, in `UNRECORDED_FIELDS` of their `declarations/withheld.py`."""
    unrecorded: dict[type[models.Model], set[str]] = {}
    for module in declarations.modules("withheld"):
        unrecorded |= module.UNRECORDED_FIELDS
    return unrecorded


def values_of_saved_form(form: ModelForm, formsets: list[BaseFormSet]) -> RecordedValues:
    """The values of a form that has just been saved; costs no query."""
    recorded = _empty_values(form, formsets)
    for row in saved_rows(form, formsets):
        recorded.add(row, row.saved_values())
    return recorded


def saved_rows(form: ModelForm, formsets: list[BaseFormSet]) -> Iterator[FormRow]:
    """The form of an item that was saved, and those of its rows, without deleted ones."""
    yield FormRow(form)
    yield from _saved_rows([(str(formset.prefix), formset) for formset in formsets])


def texts_of_deleted_rows(form: ModelForm, formsets: list[BaseFormSet]) -> FormValues:
    """The rows that a form has deleted although somebody had written in them since it was loaded,
    each with all its values; empty where nobody had."""
    deleted: FormValues = {}
    for rows in _deleted_rows([(str(formset.prefix), formset) for formset in formsets]):
        if any(map(_has_new_text, rows)):
            for row in rows:
                deleted |= _valid_values(row)
    return deleted


def _deleted_rows(named: list[tuple[str, BaseFormSet]]) -> Iterator[list[FormRow]]:
    """Each with the rows that belong to it."""
    for path, formset in named:
        for form in formset.forms:
            if form in formset.deleted_forms:
                yield list(_with_nested_rows(_row_with_pk(form, path)))
            elif form.instance.pk is not None:
                row = FormRow(form, str(form.prefix), f"{path}/{form.instance.pk}")
                yield from _deleted_rows(
                    [(join_path(row.path, name), nested) for name, nested in row.formsets]
                )


def _with_nested_rows(row: FormRow) -> Iterator[FormRow]:
    yield row
    for name, formset in row.formsets:
        for form in formset.forms:
            if form.instance.pk is not None or form.has_changed():
                yield from _with_nested_rows(_row_with_pk(form, join_path(row.path, name)))


def _row_with_pk(form: ModelForm, formset_path: str) -> FormRow:
    """Of a row that is deleted by now, or was never stored: that gets a primary key which no other
    row will have."""
    meta = form._meta.model._meta
    pk = form.data.get(form.add_prefix(meta.pk.name)) or _next_primary_key(form._meta.model)
    return FormRow(form, str(form.prefix), f"{formset_path}/{pk}")


def _next_primary_key(model: type[models.Model]) -> int:
    """Takes it from the sequence of the table, which gives each only once."""
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))", [meta.db_table, meta.pk.column]
        )
        key: int = cursor.fetchone()[0]
    return key


def _has_new_text(row: FormRow) -> bool:
    return any(
        isinstance(field := row.form.fields[name], CharField)
        and not field.widget.is_hidden
        and is_recorded(row.form, name)
        and name not in row.form.errors
        and row.form.cleaned_data.get(name)
        for name in row.form.changed_data
    )


def _valid_values(row: FormRow) -> FormValues:
    """Without what the form must not store."""
    invalid = row.form.errors
    return {
        join_path(row.path, name): value.input_value
        for name, value in zip(row.field_names, row.saved_values(), strict=True)
        if is_recorded(row.form, name) and name not in invalid
    }


def _empty_values(form: ModelForm, formsets: list[BaseFormSet]) -> RecordedValues:
    prefixes = [str(formset.prefix) for formset in formsets]
    # Says that the form had these rows, also where there are none.
    values: FormValues = dict.fromkeys(prefixes, "")
    return RecordedValues(values, {*form.fields, *prefixes})


def _saved_rows(named: list[tuple[str, BaseFormSet]]) -> Iterator[FormRow]:
    for path, formset in named:
        for form in formset.forms:
            if form.instance.pk is None or form in formset.deleted_forms:
                continue
            row = FormRow(form, str(form.prefix), f"{path}/{form.instance.pk}")
            yield row
            yield from _saved_rows(
                [(join_path(row.path, name), nested) for name, nested in row.formsets]
            )


def values_of_stored_item(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model
) -> RecordedValues:
    """The values of an item as they are in the database."""
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(unbound_formsets(model_admin, request, item))
    recorded = _empty_values(form, formsets)
    for row in stored_rows(form, formsets):
        recorded.add(row, row.stored_values())
    return recorded


def values_of_unsaved_form(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model, sent: QueryDict
) -> RecordedValues:
    """The values of a form that was sent and not saved, as they were typed."""
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(unbound_formsets(model_admin, request, item))
    recorded = _empty_values(form, formsets)
    for row in stored_rows(form, formsets, sent):
        if f"{row.prefix}-DELETE" not in sent:
            recorded.add(row, row.typed_values(sent))
    for formset in formsets:
        for row in _new_rows(formset, sent):
            recorded.add(row, row.typed_values(sent))
    return recorded


def _new_rows(formset: BaseFormSet, sent: QueryDict) -> Iterator[FormRow]:
    """The rows that were added: they have numbers after the stored ones and no primary key yet."""
    numbers = form_indexes(sent).get(str(formset.prefix), set())
    for number in sorted(numbers):
        prefix = f"{formset.prefix}-{number}"
        if not sent.get(f"{prefix}-id") and f"{prefix}-DELETE" not in sent:
            yield FormRow(formset.empty_form, prefix, f"{formset.prefix}/new{number}")


def record(
    item: models.Model, recorded: RecordedValues, by: User | None
) -> tuple[Version, RecordedChange | None]:
    """Adds a version, unless it would be the same as the newest one. Returns the newest."""
    versions = Version.objects.for_item(item).select_for_update(of=("self",))
    newest, values = versions.order_by("-pk").first(), recorded.values
    if newest is None:
        return _add_version(item, values, by), None
    before = newest.values_or_delta
    values = recorded.with_other_fields(before)
    if before == values:
        newest.add_public_languages(_public_languages(item))
        return newest, None
    newest.values_or_delta = reverse_delta(values, before)
    newest.save(update_fields=["values_or_delta"])
    added = _add_version(item, values, by)
    return added, RecordedChange(newest, added, before, values)


def record_with_deleted_texts(
    item: models.Model, recorded: RecordedValues, deleted: FormValues, by: User | None
) -> tuple[Version, RecordedChange | None]:
    """Adds a version as `record` does; before it one with the `texts_of_deleted_rows`, which no
    reader has seen."""
    if not deleted:
        return record(item, recorded, by)
    before = Version.objects.for_item(item).order_by("-pk").first()
    values_before = before.values_or_delta if before else {}
    unpublished, _change = record(
        item, RecordedValues(recorded.values | deleted, recorded.names), by
    )
    mark_discarded(unpublished)
    newest, change = record(item, recorded, by)
    if before is None or change is None:
        return newest, None
    return newest, RecordedChange(before, newest, values_before, change.values_after)


def mark_discarded(version: Version) -> None:
    version.public_languages, version.is_discarded = "", True
    version.save(update_fields=["public_languages", "is_discarded"])


def _add_version(item: models.Model, values: FormValues, by: User | None) -> Version:
    return Version.objects.create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        saved_by=by,
        public_languages=" ".join(_public_languages(item)),
        values_or_delta=values,
    )


def _public_languages(item: models.Model) -> list[str]:
    if not isinstance(item, Publishable):
        return []
    return [code for code in languages.codes() if item.status_in(code) == Status.PUBLIC]
