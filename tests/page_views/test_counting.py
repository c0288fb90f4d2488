"""Which requests count as a page view, what is stored of them, and what is not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.names import hiding
from network.models import Network
from page_views import counter as counter_module
from page_views.counter import ViewCounter
from page_views.declarations import jobs
from page_views.limits_and_periods import MAX_COUNTED
from page_views.models import PageView
from page_views.sources import source_of
from page_views.wsgi import CountPageViews
from search import index
from tests.support.builders import (
    make_article,
    make_network,
    make_page,
    make_person,
    tomorrow,
)

pytestmark = pytest.mark.django_db

Source = PageView.Source
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOST = "network.example"


@pytest.fixture
def counter(monkeypatch) -> ViewCounter:
    """Counts without a thread of its own."""
    counter = ViewCounter()
    monkeypatch.setattr(counter, "ensure_started", lambda: None)
    monkeypatch.setattr("page_views.wsgi.counter", counter)
    return counter


@pytest.fixture
def read(counter):
    """Requests an address, and stores what was counted."""

    def application(environ, start_response):
        start_response(environ["status"], [])
        return [b"page"]

    def request(path: str, status: str = "200 OK", **headers: str) -> int:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "HTTP_HOST": HOST,
            "HTTP_USER_AGENT": FIREFOX,
            "status": status,
        } | headers
        answered: list[str] = []
        body = CountPageViews(application)(
            environ, lambda status, _headers: answered.append(status)
        )
        assert (answered, list(body)) == ([status], [b"page"])
        counter.store()
        return sum(PageView.objects.values_list("count", flat=True))

    return request


@pytest.fixture(autouse=True)
def _network():
    make_network(counts_page_views=True)


def test_a_text_that_is_read_is_counted_in_its_language(read):
    article = make_article(slug="launch")
    assert read("/ko/news/launch/") == 1
    assert read("/ko/news/launch/", "304 Not Modified") == 2
    assert read("/en/news/launch/", HTTP_REFERER="https://search.naver.com/") == 3
    stored = PageView.objects.values_list("kind", "item_id", "language", "source", "count")
    assert set(stored) == {
        ("news", article.pk, "ko", "unknown", 2),
        ("news", article.pk, "en", "search-engine", 1),
    }


def test_it_keeps_its_numbers_when_its_address_changes(read):
    article = make_article(slug="launch")
    read("/ko/news/launch/")
    article.slug = "opening"
    article.save()
    read("/ko/news/opening/")
    assert PageView.objects.get().count == 2


@pytest.mark.parametrize(
    "words",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
        {"status": "404 Not Found"},
        {"status": "301 Moved Permanently"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://google.com/bot.html)"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140.0"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_SEC_FETCH_DEST": "iframe"},
    ],
)
def test_what_is_no_reader_is_not_counted(read, words):
    make_article(slug="launch")
    status = words.pop("status", "200 OK")
    assert read("/ko/news/launch/", status, **words) == 0


def test_only_pages_of_public_items_are_counted(read):
    make_article(slug="later", published_at_ko=tomorrow())
    make_article(slug="draft", published_at_ko=None)
    make_page(slug="about")
    for path in ("/ko/", "/ko/news/", "/ko/news/later/", "/ko/news/draft/", "/ko/nothing/"):
        assert read(path) == 0, path
    for path in ("/admin/", "/media/x.png", "/ko/news/feed.atom", "/ko/" + "a" * 400, "", "/한글/"):
        assert read(path) == 0, path
    assert read("/ko/about/") == 1


def test_nobody_is_told_how_often_a_person_is_looked_up(read):
    person = make_person(slug="oh", name_ko="오솔길", has_public_profile=True)
    assert read("/ko/people/oh/") == 0
    hiding.hide_person(person, by=None)
    assert read("/ko/people/oh/") == 0


def test_nothing_is_stored_unless_the_network_wants_it(read):
    Network.objects.update(counts_page_views=False)
    make_article(slug="launch")
    assert read("/ko/news/launch/") == 0
    assert not PageView.objects.exists()


@pytest.mark.parametrize(
    ("referrer", "source"),
    [
        ("", Source.UNKNOWN),
        ("nonsense", Source.UNKNOWN),
        ("http://[", Source.UNKNOWN),
        (f"https://{HOST}/ko/search/?q=x", Source.SITE_SEARCH),
        (f"https://{HOST}/ko/news/", Source.SITE),
        ("https://www.google.co.kr/", Source.SEARCH_ENGINE),
        ("https://m.search.naver.com/search?q=x", Source.SEARCH_ENGINE),
        ("https://duckduckgo.com/", Source.SEARCH_ENGINE),
        ("https://blog.naver.com/x", Source.OTHER_SITE),
        ("https://docs.google.com/", Source.OTHER_SITE),
        ("https://google.com.evil.example/", Source.OTHER_SITE),
        ("android-app://com.kakao.talk/", Source.OTHER_SITE),
    ],
)
def test_where_a_reader_came_from(referrer, source):
    assert source_of(referrer, HOST) == source


def test_many_views_are_stored_with_one_statement(counter):
    for number in range(5):
        make_article(slug=f"n-{number}")
        counter.count(f"/ko/news/n-{number}/", Source.SITE, number + 1)
    index.index_all_changes()
    with CaptureQueriesContext(connection) as queries:
        counter.store()
    # And the question whether the index is up to date.
    assert len(queries) == 2
    assert sum(PageView.objects.values_list("count", flat=True)) == 15
    with CaptureQueriesContext(connection) as queries:
        counter.store()
    assert len(queries) == 0


def test_what_cannot_be_stored_is_stored_later(counter, monkeypatch):
    make_article(slug="launch")
    store_views = counter_module.store_views

    def fail(_views):
        raise DatabaseError

    counter.count("/ko/news/launch/", Source.SITE)
    monkeypatch.setattr(counter_module, "store_views", fail)
    counter.store()
    monkeypatch.setattr(counter_module, "store_views", store_views)
    counter.count("/ko/news/launch/", Source.SITE)
    counter.store()
    assert PageView.objects.get().count == 2


def test_memory_is_bounded(counter):
    for number in range(MAX_COUNTED + 50):
        counter.count(f"/ko/{number}/", Source.SITE)
    counter.count("/ko/0/", Source.SITE)
    assert len(counter._views) == MAX_COUNTED
    assert counter._views["/ko/0/", Source.SITE] == 2


def test_numbers_are_kept_for_thirteen_months(read):
    article = make_article(slug="launch")
    today = timezone.localdate()
    for days in (0, 396, 397):
        PageView.objects.create(
            day=today - timedelta(days=days),
            kind="news",
            item_id=article.pk,
            language="ko",
            source=Source.SITE,
            count=1,
        )
    assert jobs.count_expired() == 1
    assert jobs.delete_expired() == 1
    assert PageView.objects.count() == 2
