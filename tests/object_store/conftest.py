"""A real object store for the tests of this folder, with a place of its own for each test."""

import secrets
from collections.abc import Iterator

import pytest

from tests.object_store.store_server import (
    WEED,
    StoreServer,
    fields_with_chosen_storage,
    store_server,
)
from website import settings as site_settings
from website.health import checks, unavailable_page

if WEED is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[StoreServer]:
    with store_server(tmp_path_factory.mktemp("object-store")) as started:
        yield started


@pytest.fixture
def in_object_store(server, settings, monkeypatch):
    """The site as it is with OBJECT_STORE_URL. Returns the address of its objects."""
    settings.OBJECT_STORE = server.address(f"sites/{secrets.token_hex(4)}")
    settings.STORAGES = settings.STORAGES | site_settings.STORAGES_IN_OBJECT_STORE
    # Fields were made when the models were imported.
    for field, choose in fields_with_chosen_storage():
        monkeypatch.setattr(field, "storage", choose())
    # A process that has read nothing yet.
    monkeypatch.setattr(unavailable_page, "contact_object", unavailable_page.ContactObject())
    monkeypatch.setattr(checks, "object_store_check", checks.ObjectStoreCheck())
    return settings.OBJECT_STORE
