"""A database of a benchmark's own, on the server of the project."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from benchmarks.large_site import LargeSite


@contextmanager
def large_database(name: str, articles: int) -> Iterator[None]:
    """Filled, indexed and vacuumed, as one is that has been in use for a while; dropped at the
    end."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    usual = connection.settings_dict["NAME"]
    connection.close_pool()
    connection.settings_dict["NAME"] = name
    connection.close()
    try:
        _fill(articles)
        yield
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(articles: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    site = LargeSite(articles)
    site.fill()
    site.index()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
