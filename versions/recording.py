"""Records the values of a form of the admin as a version of its item, whenever it is saved.

A page of the admin has the form of the item and its inline forms (`PlacedForm`). Each has a prefix,
with which the names of its inputs begin, and which numbers the forms of this one page; and a path,
which identifies it by primary keys on every page. Versions store each value under the path of its
field (`versions/models/values_by_path.py`).
"""

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
from cms.admin.edits.form_values import FieldInput, PlacedForm, database_forms, unbound_formsets
from cms.admin.edits.malformed_requests import form_indexes
from cms.encryption.fields import is_encrypted
from cms.fields import get_model_field
from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from versions.comparison.form_schemas import field_language
from versions.models import ValuesByPath, Version, reverse_delta

# Neither the address of a page nor its publication comes back with an older version.
UNRECORDED_IN_ALL_MODELS = {
    "slug",
    "embargo_until",
    "is_public",
    *languages.field_names("published_at"),
}


@dataclass
class FormSnapshot:
    """The values of the form of an item, to be recorded as a version."""

    values: ValuesByPath = field(default_factory=dict)
    # Of the form. Others, for which the user has no permission, are copied from the last version.
    field_and_formset_names: set[str] = field(default_factory=set)
    # Path of a translated field -> code of its language.
    language_by_path: dict[str, str] = field(default_factory=dict)

    def add(self, placed: PlacedForm, values: list[FieldInput]) -> None:
        for name, value in zip(placed.field_names, values, strict=True):
            if is_recorded(placed.form, name):
                path = join_path(placed.path, name)
                self.values[path] = value.input_value
                if language := field_language(placed.form._meta.model, name):
                    self.language_by_path[path] = language

    def values_with_fields_missing_from_form(self, other: ValuesByPath) -> ValuesByPath:
        """Takes the values of fields and formsets that the form did not have from `other`."""
        missing = {
            path: value
            for path, value in other.items()
            if path.partition("/")[0] not in self.field_and_formset_names
        }
        return missing | self.values


@dataclass(frozen=True)
class VersionPair:
    """A new version, and the last different one that is not discarded."""

    previous_version: Version
    new_version: Version
    values_before: ValuesByPath
    values_after: ValuesByPath


def join_path(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def is_recorded(form: ModelForm, name: str) -> bool:
    """Not for private data: it is stored in one place only, from which it is erased in time."""
    if name in UNRECORDED_IN_ALL_MODELS or name in _unrecorded_fields().get(form._meta.model, ()):
        return False
    try:
        return not is_encrypted(get_model_field(form._meta.model, name))
    except FieldDoesNotExist:
        return True


@cache
def _unrecorded_fields() -> dict[type[models.Model], set[str]]:
    """Those that apps declare in `UNRECORDED_FIELDS` of their `declarations/withheld.py`."""
    unrecorded: dict[type[models.Model], set[str]] = {}
    for module in declarations.modules("withheld"):
        unrecorded |= module.UNRECORDED_FIELDS
    return unrecorded


def snapshot_of_saved_form(form: ModelForm, formsets: list[BaseFormSet]) -> FormSnapshot:
    """Of a form that has just been saved; costs no query."""
    snapshot = _empty_snapshot(form, formsets)
    for placed in submitted_forms(form, formsets):
        snapshot.add(placed, placed.submitted_values())
    return snapshot


def snapshot_of_stored_item(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model
) -> FormSnapshot:
    """Of the form that shows an item as it is in the database."""
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(unbound_formsets(model_admin, request, item))
    snapshot = _empty_snapshot(form, formsets)
    for placed in database_forms(form, formsets):
        snapshot.add(placed, placed.database_values())
    return snapshot


def snapshot_of_unsaved_form(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model, post_data: QueryDict
) -> FormSnapshot:
    """Of a form that was sent and not saved, with the values as they were typed."""
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(unbound_formsets(model_admin, request, item))
    snapshot = _empty_snapshot(form, formsets)
    stored = [
        placed
        for placed in database_forms(form, formsets, post_data)
        if f"{placed.prefix}-DELETE" not in post_data
    ]
    formsets_of_page = [(str(formset.prefix), str(formset.prefix), formset) for formset in formsets]
    for placed in stored:
        formsets_of_page += _formsets_nested_in(placed)
    for placed in [*stored, *_added_forms(formsets_of_page, post_data)]:
        snapshot.add(placed, placed.typed_values(post_data))
    return snapshot


def _empty_snapshot(form: ModelForm, formsets: list[BaseFormSet]) -> FormSnapshot:
    prefixes = [str(formset.prefix) for formset in formsets]
    # Records that the form had these formsets, also if they are empty.
    values: ValuesByPath = dict.fromkeys(prefixes, "")
    return FormSnapshot(values, {*form.fields, *prefixes})


def submitted_forms(form: ModelForm, formsets: list[BaseFormSet]) -> Iterator[PlacedForm]:
    """The form of an item that was saved, and its inline forms without deleted ones."""
    yield PlacedForm(form)
    yield from _submitted_forms_in([(str(formset.prefix), formset) for formset in formsets])


def _submitted_forms_in(formsets: list[tuple[str, BaseFormSet]]) -> Iterator[PlacedForm]:
    """Shape of `formsets`: path, formset."""
    for path, formset in formsets:
        for form in formset.forms:
            if form.instance.pk is None or form in formset.deleted_forms:
                continue
            placed = PlacedForm(form, str(form.prefix), f"{path}/{form.instance.pk}")
            yield placed
            yield from _submitted_forms_in(_nested_formsets(placed))


def _nested_formsets(placed: PlacedForm) -> list[tuple[str, BaseFormSet]]:
    """Shape: path, formset."""
    return [(join_path(placed.path, name), formset) for name, formset in placed.formsets]


def _added_forms(
    formsets: list[tuple[str, str, BaseFormSet]], post_data: QueryDict
) -> Iterator[PlacedForm]:
    """Added inline forms, which have no primary key yet: they are numbered after the stored ones.
    Shape of `formsets`: prefix, path, formset."""
    indexes = form_indexes(post_data)
    for formset_prefix, path, formset in formsets:
        pk_name = formset.empty_form._meta.model._meta.pk.name
        for number in sorted(indexes.get(formset_prefix, ())):
            prefix = f"{formset_prefix}-{number}"
            if not post_data.get(f"{prefix}-{pk_name}") and f"{prefix}-DELETE" not in post_data:
                placed = PlacedForm(formset.empty_form, prefix, f"{path}/new{number}")
                yield placed
                yield from _added_forms(_formsets_nested_in(placed), post_data)


def _formsets_nested_in(placed: PlacedForm) -> list[tuple[str, str, BaseFormSet]]:
    """Shape: prefix, path, formset."""
    return [
        (f"{placed.prefix}-{name}", join_path(placed.path, name), formset)
        for name, formset in placed.formsets
    ]


def values_of_deleted_forms(form: ModelForm, formsets: list[BaseFormSet]) -> ValuesByPath:
    """All values of the inline forms that were deleted although text had been typed into them."""
    deleted: ValuesByPath = {}
    for placed_forms in _deleted_forms([(str(formset.prefix), formset) for formset in formsets]):
        if any(map(_has_new_text, placed_forms)):
            for placed in placed_forms:
                deleted |= _valid_values(placed)
    return deleted


def _deleted_forms(formsets: list[tuple[str, BaseFormSet]]) -> Iterator[list[PlacedForm]]:
    """For each deleted inline form, it and the forms nested in it. Shape of `formsets`: path,
    formset."""
    for path, formset in formsets:
        for form in formset.forms:
            if form in formset.deleted_forms:
                yield list(_with_nested_forms(_placed_with_pk(form, path)))
            elif form.instance.pk is not None:
                placed = PlacedForm(form, str(form.prefix), f"{path}/{form.instance.pk}")
                yield from _deleted_forms(_nested_formsets(placed))


def _with_nested_forms(placed: PlacedForm) -> Iterator[PlacedForm]:
    yield placed
    for path, formset in _nested_formsets(placed):
        for form in formset.forms:
            if form.instance.pk is not None or form.has_changed():
                yield from _with_nested_forms(_placed_with_pk(form, path))


def _placed_with_pk(form: ModelForm, formset_path: str) -> PlacedForm:
    """For a form that has been deleted, or was never saved: then with an unused primary key."""
    meta = form._meta.model._meta
    pk = form.data.get(form.add_prefix(meta.pk.name)) or _next_primary_key(form._meta.model)
    return PlacedForm(form, str(form.prefix), f"{formset_path}/{pk}")


def _next_primary_key(model: type[models.Model]) -> int:
    """Takes it from the sequence of the table, which gives each only once."""
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))", [meta.db_table, meta.pk.column]
        )
        key: int = cursor.fetchone()[0]
    return key


def _has_new_text(placed: PlacedForm) -> bool:
    return any(
        isinstance(field := placed.form.fields[name], CharField)
        and not field.widget.is_hidden
        and is_recorded(placed.form, name)
        and name not in placed.form.errors
        and placed.form.cleaned_data.get(name)
        for name in placed.form.changed_data
    )


def _valid_values(placed: PlacedForm) -> ValuesByPath:
    invalid = placed.form.errors
    return {
        join_path(placed.path, name): value.input_value
        for name, value in zip(placed.field_names, placed.submitted_values(), strict=True)
        if is_recorded(placed.form, name) and name not in invalid
    }


def record(
    item: models.Model, snapshot: FormSnapshot, by: User | None
) -> tuple[Version, VersionPair | None]:
    """Adds a version, unless it would be the same as the newest one. Returns the newest version,
    and with it the one before if a version was added to another."""
    versions = Version.objects.for_item(item).select_for_update(of=("self",))
    newest = versions.order_by("-pk").first()
    if newest is None:
        return _add_version(item, snapshot.values, by), None
    before = newest.values_or_delta
    values = snapshot.values_with_fields_missing_from_form(before)
    if before == values:
        newest.add_public_languages(_public_languages(item))
        return newest, None
    newest.values_or_delta = reverse_delta(values, before)
    newest.save(update_fields=["values_or_delta"])
    added = _add_version(item, values, by)
    return added, VersionPair(newest, added, before, values)


def record_with_deleted_forms(
    item: models.Model, snapshot: FormSnapshot, deleted: ValuesByPath, by: User | None
) -> tuple[Version, VersionPair | None]:
    """Like `record`. Before it adds a discarded version with `values_of_deleted_forms`, so that
    they can be restored."""
    if not deleted:
        return record(item, snapshot, by)
    before = Version.objects.for_item(item).order_by("-pk").first()
    values_before = before.values_or_delta if before else {}
    discarded, _version_pair = record(
        item, FormSnapshot(snapshot.values | deleted, snapshot.field_and_formset_names), by
    )
    if discarded != before:
        mark_discarded(discarded)
    newest, version_pair = record(item, snapshot, by)
    if before is None or version_pair is None:
        return newest, None
    return newest, VersionPair(before, newest, values_before, version_pair.values_after)


def mark_discarded(version: Version) -> None:
    version.public_languages, version.is_discarded = "", True
    version.save(update_fields=["public_languages", "is_discarded"])


def _add_version(item: models.Model, values: ValuesByPath, by: User | None) -> Version:
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
