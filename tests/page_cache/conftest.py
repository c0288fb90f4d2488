import pytest
from django.test import Client

from page_cache.change_listener import listener
from page_cache.page_store import store
from tests.page_cache.hearing import CachingHandler, wait_until
from tests.support.builders import make_network


@pytest.fixture
def client():
    client = Client()
    client.handler = CachingHandler()
    return client


@pytest.fixture
def caching(settings, transactional_db):
    """Pages are kept from now on, by a listener of this test."""
    settings.PAGE_CACHE_MEGABYTES = 4
    make_network()
    listener.ensure_started()
    wait_until(lambda: store.is_enabled and listener.is_alive())
    yield
    listener.stop()
    store.clear()
