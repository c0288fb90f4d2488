"""For migrations: encrypts existing columns."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps


def encrypt_columns(model: str, **fields: models.Field) -> list[Operation]:
    """Columns of a model become encrypted `fields` of the same names. The table is rewritten, so
    that no page of it on the disk keeps the plain text."""
    app, name = model.split(".")
    operations: list[Operation] = []
    for column, field in fields.items():
        operations += [
            migrations.RenameField(name, column, f"{column}_clear"),
            migrations.AddField(
                name, column, _with_temporary_default(field), preserve_default=False
            ),
        ]

    def copy(state: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        rows = state.get_model(app, name).objects
        for pk, *texts in rows.values_list("pk", *(f"{column}_clear" for column in fields)):
            rows.filter(pk=pk).update(**dict(zip(fields, texts, strict=True)))
        # PostgreSQL cannot alter a table with pending constraint checks.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")

    def rewrite(state: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = state.get_model(app, name)._meta.db_table
        schema_editor.execute(f"CLUSTER {table} USING {table}_pkey")
        schema_editor.execute(f"ALTER TABLE {table} SET WITHOUT CLUSTER")

    operations.append(migrations.RunPython(copy))
    operations += [migrations.RemoveField(name, f"{column}_clear") for column in fields]
    return [*operations, migrations.RunPython(rewrite)]


def _with_temporary_default(field: models.Field) -> models.Field:
    """Existing rows need a value in a new column until their text is copied."""
    filled = field.clone()
    if not field.null:
        filled.default = ""
    return filled
