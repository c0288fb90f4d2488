"""Database triggers that record changed rows, however they are written: admin, `update()`, SQL."""

from collections.abc import Collection, Iterator

from django.db import connection, migrations

from cms import declarations
from cms.declarations.search import ReindexTrigger, Searchable

FUNCTION = """
CREATE OR REPLACE FUNCTION search_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_key bigint;
    new_key bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        old_key := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_key := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    INSERT INTO search_change (model, key)
    SELECT DISTINCT TG_ARGV[0], key FROM unnest(ARRAY[old_key, new_key]) AS key
    WHERE key IS NOT NULL;
    RETURN NULL;
END $$
"""


def searchables() -> list[Searchable]:
    # Django's own `postgres.search` declares nothing.
    modules = declarations.modules("search")
    return [model for module in modules for model in getattr(module, "SEARCHABLE", [])]


def reindex_triggers() -> Iterator[ReindexTrigger]:
    """One for each column of a model, however many searchables name it."""
    seen = set()
    for searchable in searchables():
        for trigger in searchable.triggers:
            if change_label(trigger) not in seen:
                seen.add(change_label(trigger))
                yield trigger


def change_label(trigger: ReindexTrigger) -> str:
    # "news.textblock.parent_id"
    return f"{trigger.model._meta.label_lower}.{trigger.key_column}"


def trigger_statements(tables: Collection[str]) -> Iterator[str]:
    """The SQL that recreates the triggers of these tables."""
    yield FUNCTION
    for trigger in reindex_triggers():
        table, label = trigger.model._meta.db_table, change_label(trigger)
        if table not in tables:
            continue
        name = f"search_{trigger.key_column}"
        yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
        yield (
            f'CREATE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW '
            f"EXECUTE FUNCTION search_note_change('{label}', '{trigger.key_column}')"
        )


def install_triggers(_apps, schema_editor) -> None:
    # In a new database a later migration makes the table of a later model, and calls this again.
    for statement in trigger_statements(connection.introspection.table_names()):
        schema_editor.execute(statement)


class InstallTriggers(migrations.RunPython):
    def __init__(self):
        super().__init__(install_triggers, migrations.RunPython.noop)
