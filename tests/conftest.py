"""What every test stands on: files of its own, static files without a manifest, empty tables."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils.translation import override

from tests.support import migrated_database
from website.health import checks

# What `migrate` puts into an empty site: no test changes it.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def pytest_collection_modifyitems(items):
    """Slow files first, so that all workers end together."""
    items.sort(key=takes_long, reverse=True)


def takes_long(item: pytest.Item) -> bool:
    return "browser" in Path(item.path).parts


@pytest.fixture(scope="session", autouse=True)
def _settings_of_all_tests() -> Iterator[None]:
    static_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": static_files},
        # WhiteNoise would read all files there anew for each test.
        STATIC_ROOT=Path("absent"),
        # Most tests see each page as it is made.
        PAGE_CACHE_MEGABYTES=0,
        # Where Django's test client finds itself.
        SITE_URL="http://testserver",
        SECURITY_CONTACT="mailto:security@example.org",
        SECURITY_TXT_EXPIRES=date(2200, 1, 1),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALS_ROOT = tmp_path / "originals"
    settings.ERASURES_ROOT = tmp_path / "erasures"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker
) -> None:
    """What tests commit need not outlive a power cut: nobody waits for the disk."""
    connection.settings_dict["OPTIONS"]["options"] += " -c synchronous_commit=off"
    with django_db_blocker.unblock():
        migrated_database.use()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup, django_db_blocker, django_db_keepdb, django_db_createdb
) -> None:
    is_new = django_db_createdb or not django_db_keepdb
    if is_new:
        with django_db_blocker.unblock():
            migrated_database.keep()


@pytest.fixture(scope="session", autouse=True)
def _tables_emptied_row_by_row():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


def empty_tables(_test_case) -> None:
    """After a test that commits. Django truncates eighty tables and makes all permissions anew,
    which takes twenty times as long as the deletion of a few rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted({*connection.introspection.table_names(cursor)} - KEPT)
        # References are checked at the end of the transaction, so any order will do.
        deletions = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]  # noqa: S608
        cursor.execute("; ".join(deletions))


@pytest.fixture(scope="module")
def shared_ground(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict]:
    """For what takes seconds to fill: a transaction and folders that the tests of a module share.

    What a test changes in the database is undone with the test's own transaction.
    """
    folder = tmp_path_factory.mktemp("shared")
    files = {"MEDIA_ROOT": folder / "media", "ORIGINALS_ROOT": folder / "originals"}
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**files):
        yield files
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _just_started(monkeypatch):
    """A site that has been running for long is asked where its timer is."""
    monkeypatch.setattr(checks, "STARTED", time.monotonic())


@pytest.fixture(autouse=True)
def _language(settings):
    """A page that was asked for in English leaves English behind."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def staff(admin_client):
    """The browser of a superuser who reads English."""
    admin_client.cookies["django_language"] = "en"
    return admin_client


def pytest_sessionfinish(session):
    """A skipped test is a test that nobody runs: it counts as failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
