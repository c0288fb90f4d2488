"""A database that the migrations have made, kept on the server of the tests.

Test databases begin as copies of it. `migrate` then finds nothing left to do; it would take seconds
in each worker, most of them for the models of each step. After a change of our code the next run
makes another one.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection

PREFIX = "test_migrated_"
ALL = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"


def current_name() -> str:
    """Made from what decides about tables: migrations, and all code of ours, which they import."""
    digest = sha256(repr(settings.LANGUAGES).encode())
    for app in apps.get_app_configs():
        is_ours = Path(app.path).parent == settings.BASE_DIR
        for file in sorted(Path(app.path).rglob("*.py" if is_ours else "migrations/*.py")):
            digest.update(file.read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:16]}"


def use() -> None:
    """Let the test database begin as a copy, if there is something to copy."""
    if current_name() in kept_names():
        connection.settings_dict["TEST"]["TEMPLATE"] = current_name()


def keep() -> None:
    """Keep a copy of the test database, which no test has used yet, and none of older ones."""
    kept = kept_names()
    if current_name() in kept:
        return
    made = connection.settings_dict["NAME"]
    # A database that somebody is connected to cannot be copied.
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        for name in kept:
            # Another run may just be copying it.
            with suppress(DatabaseError):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        # Another worker may have been faster.
        with suppress(DatabaseError):
            cursor.execute(f'CREATE DATABASE "{current_name()}" TEMPLATE "{made}"')


def kept_names() -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(ALL, [PREFIX])
        return {name for (name,) in cursor.fetchall()}
