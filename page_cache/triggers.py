"""Triggers that notify of each change of a table that public pages read, however it is made."""

from collections.abc import Collection, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Model

from cms import declarations

CHANNEL = "public_pages"
TRIGGER = "notify_public_pages"

# PostgreSQL delivers at commit, and the same notice of one transaction once.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', '');
    RETURN NULL;
END $$
"""


def watched_models() -> list[type[Model]]:
    """All models of the site's own apps, but those that are declared to be on no public page."""
    unwatched = {
        model
        for module in declarations.modules("page_cache")
        for model in getattr(module, "MODELS_ON_NO_PUBLIC_PAGE", [])
    }
    own = {
        app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR
    }
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in own and model not in unwatched and model._meta.managed
    ]


def statements(tables: Collection[str]) -> Iterator[str]:
    """The SQL that recreates the triggers of these tables."""
    yield FUNCTION
    for model in watched_models():
        if model._meta.db_table not in tables:
            continue
        table = connection.ops.quote_name(model._meta.db_table)
        yield f"DROP TRIGGER IF EXISTS {TRIGGER} ON {table}"
        yield (
            f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"
        )


def install(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # In a new database a later migration makes the table of a later model, and calls this again.
    for statement in statements(connection.introspection.table_names()):
        schema_editor.execute(statement)


class InstallTriggers(migrations.RunPython):
    """For migrations: the triggers of the models as they are now, not as they were.

    A migration that adds a model which public pages read is followed by another one with this
    operation; `tests/website/test_leaks.py` says so when it is missing.
    """

    def __init__(self) -> None:
        super().__init__(install, migrations.RunPython.noop)
