"""The trash: what the admin deletes is stored for a while and can be brought back.

The rows of the item in the database, and those that are deleted with it, leave their tables, so
that no public query finds them. PostgreSQL dumps them as JSON and inserts them again, each column
as it was. The dump is encrypted. The versions of an item are kept as long as it is in the trash.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import (
    DataError,
    IntegrityError,
    ProgrammingError,
    connection,
    models,
    transaction,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import CheckViolation

from cms.encryption.cipher import decrypt, encrypt
from cms.encryption.fields import is_encrypted
from cms.i18n import languages
from cms.publishing.publishable import Publishable
from cms.text import slugs
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from versions.deletion.erasing import REDACTED, erase_records_about_pk, redact
from versions.form_filling import is_withheld_text
from versions.models import TrashedItem

# With which PostgreSQL begins bytes in JSON.
BYTES_PREFIX = "\\x"

# A row of the database. Shape: column -> value.
TableRow = dict[str, Any]
# Label of a model -> its rows.
TableRows = dict[str, list[TableRow]]


class CannotBringBackError(ValueError):
    """The message says why."""


def move_to_trash(item: models.Model, by: User | None) -> TrashedItem:
    """Dumps an item that is about to be deleted; does not delete it."""
    collector = NestedObjects(using=connection.alias)
    collector.collect([item])
    rows = {
        model._meta.label: _read_rows(model, [instance.pk for instance in instances])
        for model, instances in collector.data.items()
    }
    trashed, _created = TrashedItem.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        defaults={
            "title": str(item),
            "deleted_by": by,
            "deleted_at": timezone.now(),
            "dump": {"rows": rows, "references": list(_references(collector))},
        },
    )
    return trashed


def _read_rows(model: type[models.Model], pks: list[Any]) -> list[TableRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(stored) FROM {_table(model)} stored "  # noqa: S608
            f"WHERE {_quoted(model._meta.pk.column)} = ANY(%s) ORDER BY 1",
            [pks],
        )
        found = [row for (row,) in cursor.fetchall()]
    rows = [json.loads(row) if isinstance(row, str) else row for row in found]
    return [row | _decrypted(model, row) for row in rows]


def _decrypted(model: type[models.Model], row: TableRow) -> TableRow:
    """The dump is encrypted as a whole: its values do not depend on a key that is
    replaced."""
    return {
        column: decrypt(bytes.fromhex(row[column].removeprefix(BYTES_PREFIX)))
        for column in _encrypted_columns(model)
        if row[column] not in (None, BYTES_PREFIX)
    }


def _encrypted(model: type[models.Model], row: TableRow) -> TableRow:
    return {
        column: BYTES_PREFIX + encrypt(row[column]).hex()
        for column in _encrypted_columns(model)
        if row.get(column) not in (None, BYTES_PREFIX)
    }


def _encrypted_columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields if is_encrypted(field)]


def _references(collector: NestedObjects) -> Iterator[list]:
    """The foreign keys that the deletion sets to NULL. Shape: label of a model, column, primary
    key, value."""
    updates: dict[tuple[models.Field, Any], list[Iterable[models.Model]]] = dict(
        collector.field_updates  # type: ignore[arg-type]
    )
    for (field, value), groups in updates.items():
        if value is None:
            for instance in chain.from_iterable(groups):
                key = getattr(instance, field.attname)
                yield [field.model._meta.label, field.column, instance.pk, key]


def bring_back(trashed: TrashedItem) -> tuple[Any, list[str]]:
    """Returns the item, and messages about what is not as it was."""
    rows: TableRows = trashed.dump["rows"]
    model = trashed.content_type.model_class()
    if model is None or model._meta.label not in rows or not _has_models(trashed):
        raise CannotBringBackError(_changed_since())
    if model._base_manager.filter(pk=trashed.object_id).exists():
        raise CannotBringBackError(_("It exists already."))
    left_out = _remove_dangling_references(rows)
    [item_row] = rows[model._meta.label]
    warnings = [*_replace_taken_slug(model, item_row)]
    warnings += _unpublish_if_withheld(model, rows, item_row, trashed.deleted_at)
    try:
        with transaction.atomic():
            left_out |= _insert_all(rows, model)
            for reference in trashed.dump["references"]:
                _restore_reference(*reference)
            connection.check_constraints()
    # The tables may have changed since: columns are missing, or of another type.
    except (IntegrityError, DataError, ProgrammingError) as error:
        raise CannotBringBackError(_changed_since()) from error
    if left_out:
        text = _("What was deleted since is left out: {fields}.")
        warnings.insert(0, text.format(fields=", ".join(sorted(left_out))))
    item = model._base_manager.get(pk=trashed.object_id)
    trashed.delete()
    erasures.record_for_replay(ReplayedAction.BRING_BACK, item)
    return item, warnings


def _changed_since() -> str:
    return _("Something that it needs has changed since. Tell the administrator of the server.")


def _has_models(trashed: TrashedItem) -> bool:
    """Whether no model of the dump was renamed or removed since."""
    referring = (label for label, *_rest in trashed.dump["references"])
    return all(map(_find_model, [*trashed.dump["rows"], *referring]))


def _find_model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _insert_all(rows: TableRows, item_model: type[models.Model]) -> set[str]:
    """Leaves out rows that a constraint refuses without something that was deleted since, such as a
    message without its sender. Returns the names of their models."""
    refused = set()
    for label, rows_of_model in rows.items():
        model = apps.get_model(label)
        for row in rows_of_model:
            try:
                with transaction.atomic():
                    _insert(model, row)
            except IntegrityError as error:
                if model is item_model or not isinstance(error.__cause__, CheckViolation):
                    raise
                refused.add(str(model._meta.verbose_name))
    return refused


def _insert(model: type[models.Model], row: TableRow) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} "  # noqa: S608
            f"SELECT * FROM jsonb_populate_record(NULL::{_table(model)}, %s::jsonb)",
            [json.dumps(row | _encrypted(model, row))],
        )


def _restore_reference(label: str, column: str, pk: Any, value: Any) -> None:
    """Unless the foreign key has another value by now."""
    model = apps.get_model(label)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(model)} SET {_quoted(column)} = %s "  # noqa: S608
            f"WHERE {_quoted(model._meta.pk.column)} = %s AND {_quoted(column)} IS NULL",
            [value, pk],
        )


def _remove_dangling_references(rows: TableRows) -> set[str]:
    """Removes foreign keys to something that was deleted since, or their rows. Returns the names of
    the fields."""
    names = set()
    count = -1
    # A removed row may be what another row refers to.
    while count != (count := sum(map(len, rows.values()))):
        for label, rows_of_model in rows.items():
            for field in _foreign_keys(_find_model(label)):
                if missing := _missing_pks(field, rows_of_model, rows):
                    names.add(str(field.verbose_name))
                    rows_of_model[:] = _without_references(field, rows_of_model, missing)
    return names


def _foreign_keys(model: type[models.Model] | None) -> list[models.ForeignKey]:
    if model is None:
        return []
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def _missing_pks(field: models.ForeignKey, rows_of_model: list[TableRow], rows: TableRows) -> set:
    target: Any = field.related_model
    pks = {row.get(field.column) for row in rows_of_model} - {None}
    pks -= {row[target._meta.pk.column] for row in rows.get(target._meta.label, ())}
    return pks - set(target._base_manager.filter(pk__in=pks).values_list("pk", flat=True))


def _without_references(field: models.ForeignKey, rows: list[TableRow], pks: set) -> list[TableRow]:
    """Does what deleting the primary keys `pks` would do: SET NULL where possible, else CASCADE."""
    if not field.null:
        return [row for row in rows if row.get(field.column) not in pks]
    return [row | {field.column: None} if row.get(field.column) in pks else row for row in rows]


def _replace_taken_slug(model: type[models.Model], item_row: TableRow) -> Iterator[str]:
    slug = item_row.get("slug")
    if not slug:
        return
    taken = set(
        model._base_manager.filter(slug__startswith=slug[:40]).values_list("slug", flat=True)
    )
    if slug in taken:
        item_row["slug"] = slugs.free_slug(slug, taken)
        text = _("Its address belongs to something else now. The new one: {address}")
        yield text.format(address=item_row["slug"])


def _unpublish_if_withheld(
    model: type[models.Model], rows: TableRows, item_row: TableRow, deleted_at: datetime
) -> Iterator[str]:
    """Makes a draft of an item that names somebody who was hidden or erased since, and of one that
    was scheduled for a day which has passed."""
    text = "\n".join(
        value
        for row in chain.from_iterable(rows.values())
        for value in row.values()
        if isinstance(value, str)
    )
    is_withheld = REDACTED in text or is_withheld_text(text)
    if is_withheld:
        yield _("It names somebody who must not be named any more: look through it.")
    if not issubclass(model, Publishable):
        return
    for column in languages.field_names("published_at"):
        if is_withheld or _has_passed_since(item_row.get(column), deleted_at):
            item_row[column] = None


def _has_passed_since(moment: str | None, deleted_at: datetime) -> bool:
    return moment is not None and deleted_at < datetime.fromisoformat(moment) <= timezone.now()


def erase(trashed: TrashedItem) -> None:
    """Erases an item and its versions for good, also in backups that have it in the trash."""
    model = trashed.content_type.model_class()
    if model is not None:
        erase_records_about_pk(model, trashed.object_id)
    erasures.record_for_replay(ReplayedAction.DELETE, trashed)
    trashed.delete()


def count_expired() -> int:
    return TrashedItem.objects.expired().count()


def delete_expired() -> int:
    return TrashedItem.objects.expired().delete()[0]


def erase_person(person: models.Model, pattern: re.Pattern[str] | None) -> None:
    """Erases foreign keys to a person, and names that match the pattern, from all dumps. They are
    all decrypted for it. Rows of a model that was renamed or removed since cannot be brought back:
    only names are erased from them."""
    for trashed in TrashedItem.objects.all():
        rows: TableRows = trashed.dump["rows"]
        for label, rows_of_model in rows.items():
            for field in _foreign_keys(_find_model(label)):
                if field.related_model is type(person):
                    rows_of_model[:] = _without_references(field, rows_of_model, {person.pk})
        if pattern:
            rows = _map_texts(rows, lambda text: redact(text, pattern))
            trashed.title = str(redact(trashed.title, pattern))
        trashed.dump = trashed.dump | {"rows": rows}
        trashed.save(update_fields=["dump", "title"])


def _map_texts(rows: TableRows, change: Callable[[str], Any]) -> TableRows:
    return {
        label: [
            {
                column: change(value) if isinstance(value, str) else value
                for column, value in row.items()
            }
            for row in rows_of_model
        ]
        for label, rows_of_model in rows.items()
    }


def find_column_values(
    model: type[models.Model], columns: Iterable[str], *, owner: type[models.Model] | None = None
) -> set[str]:
    """The values that the rows of a model have in the dumps, such as names of files. `owner` is the
    model of the items with which they were deleted, if it is another."""
    content_type = ContentType.objects.get_for_model(owner or model)
    return {
        row[column]
        for trashed in TrashedItem.objects.filter(content_type=content_type)
        for row in trashed.dump["rows"].get(model._meta.label, ())
        for column in columns
        if row.get(column)
    }


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
