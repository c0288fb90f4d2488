"""A query of a page is ended after a few seconds, and the reader is told so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from cms.queries.statement_timeout import set_statement_timeout

BASE_DIR = Path(__file__).resolve().parents[3]


@pytest.fixture
def limited():
    """A connection of its own to the database of the tests, with a limit of a tenth of a second."""
    own = connection.copy()
    # The pool is shared with connections that have no limit.
    own.settings_dict["OPTIONS"].pop("pool", None)
    set_statement_timeout(own, 0.1)
    yield own
    own.close()


@pytest.mark.django_db
def test_a_query_of_six_seconds_is_ended(limited):
    with limited.cursor() as cursor, pytest.raises(OperationalError) as error:
        cursor.execute("SELECT pg_sleep(6)")
    assert isinstance(error.value.__cause__, QueryCanceled)


@pytest.mark.django_db
def test_other_options_of_the_connection_stay(limited):
    with limited.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)


def test_the_server_has_the_limit():
    """The program that gunicorn loads, in a process of its own."""
    program = (
        "import website.wsgi; from django.db import connections\n"
        "for name in connections:\n"
        "    cursor = connections[name].cursor()\n"
        "    print(name, cursor.execute('SHOW statement_timeout').fetchone()[0])"
    )
    database = connection.get_connection_params()
    address = (
        f"postgres://{database.get('user', '')}@/postgres?host={database['host']}"
        f"&port={database.get('port', '')}"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=os.environ | {"DATABASE_URL": address, "DATABASE_REPLICA_URL": address},
        capture_output=True,
        text=True,
        check=True,
    )
    assert settings.STATEMENT_TIMEOUT == 5
    assert done.stdout.splitlines() == ["default 5s", "replica 5s"]


def cancelled(execute, sql, params, many, context):
    """Instead of the query, one that takes longer than its limit."""
    database = context["connection"]
    with database.wrap_database_errors, database.connection.transaction():
        database.connection.execute("SET LOCAL statement_timeout = 20")
        database.connection.execute("SELECT pg_sleep(6)")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [("/ko/news/", "응답이 늦어지고 있습니다"), ("/en/news/", "This is taking too long")],
)
def test_the_reader_gets_a_page_of_the_site(client, address, words, caplog):
    with connection.execute_wrapper(cancelled):
        response = client.get(address)
    assert response.status_code == 503
    assert words in response.text
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert [
        record.getMessage() for record in caplog.records if record.name.startswith("website")
    ] == [f"A query took too long: GET {address}"]
    assert client.get(address).status_code == 200
