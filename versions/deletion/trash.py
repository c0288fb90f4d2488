"""The trash: what the admin deletes is stored for a while, and brought back by one press.

The rows of the item, and all that the database deletes with them, leave their tables, so that no
public query can meet them. PostgreSQL writes them as JSON and reads them back, each column as it
was: no form and no translated field stands in between. The trash is encrypted. Versions of the item
stay as long as it is there.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models, transaction
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
from versions.deletion.erasing import REDACTED, erase_versions_of_pk, redact
from versions.form_filling import is_withheld_text
from versions.models import TrashedItem

# How PostgreSQL begins bytes in JSON.
BYTES = "\\x"

# A row of a table of the database, not of a form: column -> value.
TableRow = dict[str, Any]
# Label of a model -> its rows.
TableRows = dict[str, list[TableRow]]


class CannotBringBackError(ValueError):
    """The message says why."""


def move_to_trash(item: models.Model, by: User | None) -> TrashedItem:
    """Stores an item that is about to be deleted."""
    found = NestedObjects(using=connection.alias)
    found.collect([item])
    rows = {
        model._meta.label: _read_rows(model, [instance.pk for instance in instances])
        for model, instances in found.data.items()
    }
    trashed, _created = TrashedItem.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        defaults={
            "title": str(item),
            "deleted_by": by,
            "deleted_at": timezone.now(),
            "dump": {"rows": rows, "references": list(_references(found))},
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
    """The dump is encrypted as a whole: its values do not depend on a key that is redact."""
    return {
        column: decrypt(bytes.fromhex(row[column].removeprefix(BYTES)))
        for column in _encrypted_columns(model)
        if row[column] not in (None, BYTES)
    }


def _encrypted(model: type[models.Model], row: TableRow) -> TableRow:
    return {
        column: BYTES + encrypt(row[column]).hex()
        for column in _encrypted_columns(model)
        if row.get(column) not in (None, BYTES)
    }


def _encrypted_columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields if is_encrypted(field)]


def _references(found: NestedObjects) -> Iterator[list]:
    """What points to the item and will not any more. Shape: model, column, pk, value."""
    updates: dict[tuple[models.Field, Any], list[Iterable[models.Model]]] = dict(
        found.field_updates  # type: ignore[arg-type]
    )
    for (field, value), groups in updates.items():
        if value is None:
            for row in (row for group in groups for row in group):
                yield [field.model._meta.label, field.column, row.pk, getattr(row, field.attname)]


def bring_back(trashed: TrashedItem) -> tuple[Any, list[str]]:
    """Returns the item, as it was, and sentences about what is different."""
    model = trashed.content_type.model_class()
    if model is None or model._base_manager.filter(pk=trashed.object_id).exists():
        raise CannotBringBackError(_("It exists already."))
    rows: TableRows = trashed.dump["rows"]
    gone = _without_what_is_gone(rows)
    [root] = rows[model._meta.label]
    warnings = [*_free_slug_of_row(model, root)]
    warnings += _as_draft_if_withheld(model, rows, root, trashed.deleted_at)
    try:
        with transaction.atomic():
            gone |= _write_all(rows, model)
            for reference in trashed.dump["references"]:
                _write_reference(*reference)
            connection.check_constraints()
    except IntegrityError as error:
        text = _("Something that it needs has changed since. Tell the administrator of the server.")
        raise CannotBringBackError(text) from error
    if gone:
        text = _("What was deleted since is left out: {fields}.")
        warnings.insert(0, text.format(fields=", ".join(sorted(gone))))
    item = model._base_manager.get(pk=trashed.object_id)
    trashed.delete()
    erasures.record_for_replay(ReplayedAction.BRING_BACK, item)
    return item, warnings


def _write_all(rows: TableRows, root: type[models.Model]) -> set[str]:
    """Leaves out what says nothing without something that was deleted since, such as a message
    without its sender: a constraint refuses it. Returns what that was."""
    refused = set()
    for label, stored in rows.items():
        model = apps.get_model(label)
        for row in stored:
            try:
                with transaction.atomic():
                    _write_row(model, row)
            except IntegrityError as error:
                if model is root or not isinstance(error.__cause__, CheckViolation):
                    raise
                refused.add(str(model._meta.verbose_name))
    return refused


def _write_row(model: type[models.Model], row: TableRow) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} "  # noqa: S608
            f"SELECT * FROM jsonb_populate_record(NULL::{_table(model)}, %s::jsonb)",
            [json.dumps(row | _encrypted(model, row))],
        )


def _write_reference(label: str, column: str, pk: Any, value: Any) -> None:
    """Unless it points to something else now."""
    model = apps.get_model(label)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(model)} SET {_quoted(column)} = %s "  # noqa: S608
            f"WHERE {_quoted(model._meta.pk.column)} = %s AND {_quoted(column)} IS NULL",
            [value, pk],
        )


def _without_what_is_gone(rows: TableRows) -> set[str]:
    """Leaves out what pointed to something that was deleted since, and returns what that was."""
    count = -1
    gone = set()
    while count != (count := sum(map(len, rows.values()))):
        for label, stored in rows.items():
            model = apps.get_model(label)
            for field in _foreign_keys(model):
                missing = _missing_pks(field, stored, rows)
                if missing:
                    gone.add(str(field.verbose_name))
                    stored[:] = _without_references(field, stored, missing)
    return gone


def _foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def _missing_pks(field: models.ForeignKey, stored: list[TableRow], rows: TableRows) -> set:
    target: Any = field.related_model
    pks = {row[field.column] for row in stored} - {None}
    pks -= {row[target._meta.pk.column] for row in rows.get(target._meta.label, ())}
    return pks - set(target._base_manager.filter(pk__in=pks).values_list("pk", flat=True))


def _without_references(
    field: models.ForeignKey, stored: list[TableRow], pks: set
) -> list[TableRow]:
    """To rows with these primary keys: as the database does when those are deleted."""
    if not field.null:
        return [row for row in stored if row[field.column] not in pks]
    return [row | {field.column: None} if row[field.column] in pks else row for row in stored]


def _free_slug_of_row(model: type[models.Model], root: TableRow) -> Iterator[str]:
    slug = root.get("slug")
    if not slug:
        return
    taken = set(
        model._base_manager.filter(slug__startswith=slug[:40]).values_list("slug", flat=True)
    )
    if slug in taken:
        root["slug"] = slugs.free_slug(slug, taken)
        text = _("Its address belongs to something else now. The new one: {address}")
        yield text.format(address=root["slug"])


def _as_draft_if_withheld(
    model: type[models.Model], rows: TableRows, root: TableRow, deleted_at: datetime
) -> Iterator[str]:
    """Nothing becomes public again that names somebody who was hidden or erased since, and nothing
    becomes public unseen because its day has come."""
    text = "\n".join(
        value
        for stored in rows.values()
        for row in stored
        for value in row.values()
        if isinstance(value, str)
    )
    is_withheld = REDACTED in text or is_withheld_text(text)
    if is_withheld:
        yield _("It names somebody who must not be named any more: look through it.")
    if not issubclass(model, Publishable):
        return
    for column in languages.field_names("published_at"):
        if is_withheld or _came_due(root[column], deleted_at):
            root[column] = None


def _came_due(moment: str | None, deleted_at: datetime) -> bool:
    return moment is not None and deleted_at < datetime.fromisoformat(moment) <= timezone.now()


def erase(trashed: TrashedItem) -> None:
    """For good, with its versions, also in a backup that has it in the trash."""
    model = trashed.content_type.model_class()
    if model is not None:
        erase_versions_of_pk(model, trashed.object_id)
    erasures.record_for_replay(ReplayedAction.DELETE, trashed)
    trashed.delete()


def count_expired() -> int:
    return TrashedItem.objects.expired().count()


def delete_expired() -> int:
    return TrashedItem.objects.expired().delete()[0]


def erase_person(person: models.Model, pattern: re.Pattern[str] | None) -> None:
    """Erases a person from what is in the trash: rows that point to the person, and the names. All
    of it is read, because it is encrypted."""
    for trashed in TrashedItem.objects.all():
        rows: TableRows = trashed.dump["rows"]
        for label, stored in rows.items():
            for field in _foreign_keys(apps.get_model(label)):
                if field.related_model is type(person):
                    stored[:] = _without_references(field, stored, {person.pk})
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
            for row in stored
        ]
        for label, stored in rows.items()
    }


def values_of(
    model: type[models.Model], columns: Iterable[str], *, owner: type[models.Model] | None = None
) -> set[str]:
    """What the rows of a model in the trash have in some columns, such as names of files. They lie
    there with items of `owner`; without one, they are the items."""
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
