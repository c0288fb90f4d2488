"""The check of connections that are taken from the pool."""

from contextlib import closing

import psycopg
import pytest
from django.db import connection

from cms.postgresql.base import check_if_closed


@pytest.fixture
def taken():
    parameters = connection.get_connection_params() | {"autocommit": True}
    with closing(psycopg.connect(**parameters)) as other:
        yield other


def executed(other):
    """How often the server was asked."""
    statements = []
    other.execute = lambda *arguments: statements.append(arguments)
    return statements


@pytest.mark.django_db
def test_a_connection_that_works_is_not_asked(taken):
    statements = executed(taken)
    check_if_closed(taken)
    assert statements == []


@pytest.mark.django_db
def test_a_connection_that_the_server_closed_is_found_out(taken):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [taken.info.backend_pid])
        assert cursor.fetchone() == (True,)
    with pytest.raises(psycopg.OperationalError):
        check_if_closed(taken)


@pytest.mark.django_db
def test_a_connection_that_was_closed_here_is_found_out(taken):
    taken.close()
    with pytest.raises(psycopg.OperationalError):
        check_if_closed(taken)


@pytest.mark.django_db
def test_the_pool_of_the_site_checks_so():
    assert connection.pool._check is check_if_closed
