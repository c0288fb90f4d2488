"""Finished pages are kept, and no page is shown that a change has made wrong."""

import gzip
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.template import Context
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.queries.database_availability import availability
from cms.queries.rolled_back import rolled_back
from members.names import hiding
from network.context_processors import standing_pages
from network.models import Network, Page, Redirect
from network.templatetags.page_frame import page_part
from news import preview_links
from news.models import Article
from page_cache import page_store, triggers
from page_cache.cached_page import CachedPage
from page_cache.change_listener import ChangeListener, listener
from page_cache.expiry import Expiry
from page_cache.limits_and_periods import MAX_VARIANTS_PER_PATH
from page_cache.page_store import GENERATION_ATTRIBUTE, CacheKey, PageStore, store
from photos import actions
from tests.page_cache.hearing import cache_status, settle, wait_until
from tests.support.builders import (
    add_photo,
    add_text,
    make_article,
    make_event,
    make_page,
    make_person,
    make_photo,
    make_preview_link,
)


def is_cached(client, address: str) -> bool:
    """Soon: on a busy machine the line may be silent for a moment, and nothing is kept then."""
    wait_until(lambda: cache_status(client.get(address)) == "hit")
    return True


def test_the_second_reader_costs_no_query(caching, client, django_assert_num_queries):
    article = make_article()
    add_text(article)
    settle()
    first = client.get(article.get_absolute_url())
    assert cache_status(first) == "fwd=miss"
    with django_assert_num_queries(0):
        second = client.get(article.get_absolute_url())
    assert cache_status(second) == "hit"
    assert second.content == first.content
    different = {
        name
        for name in {*first.headers, *second.headers}
        if first.headers.get(name) != second.headers.get(name)
    }
    assert different == {"Cache-Status"}
    assert second["Cache-Control"] == "max-age=0, s-maxage=1, must-revalidate"
    assert second["Vary"] == "Accept-Encoding"


def test_nothing_that_a_preview_has_tried_is_kept(caching):
    settle()
    with rolled_back():
        make_page(title_ko="쓰던 안내", slug="draft", place=Page.Place.MENU)
        assert [page.slug for page in standing_pages()["menu"]] == ["draft"]
    assert not standing_pages()["menu"]


def test_a_kept_page_is_sent_compressed_not_at_all_or_without_its_body(caching, client):
    page = client.get("/ko/")
    compressed = client.get("/ko/", headers={"accept-encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == page.content
    assert compressed["Content-Length"] == str(len(compressed.content))
    unchanged = client.get("/ko/", headers={"if-none-match": page["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Cache-Control"] == page["Cache-Control"]
    head = client.head("/ko/")
    assert (cache_status(head), head.content, head["ETag"]) == ("hit", b"", page["ETag"])


def test_a_page_that_was_compressed_first_is_read_by_those_who_cannot(caching, client):
    compressed = client.get("/ko/", headers={"accept-encoding": "gzip"})
    page = client.get("/ko/")
    assert cache_status(page) == "hit"
    assert gzip.decompress(compressed.content) == page.content
    assert compressed["ETag"] == page["ETag"]


def test_parameters_that_choose_nothing_neither_make_a_page_nor_stand_in_it(caching, client):
    make_article(kind="statement")
    settle()
    plain = client.get("/ko/news/?kind=statement")
    foreign = client.get("/ko/news/?utm_source=letter&kind=statement&fbclid=x")
    assert cache_status(foreign) == "hit"
    assert foreign.content == plain.content
    other = client.get("/ko/news/?utm_source=letter")
    assert cache_status(other) == "fwd=miss"
    assert b"utm_source" not in other.content
    canonical = re.search(rb'rel="canonical" href="([^"]+)"', other.content)[1]
    assert canonical == b"http://testserver/ko/news/"


def test_an_address_of_an_older_site_is_found_although_the_first_page_is_kept(caching, client):
    article = make_article()
    Redirect.objects.create(from_path="/ko/?p=12", to_path=article.get_absolute_url())
    settle()
    assert is_cached(client, "/ko/")
    response = client.get("/ko/?p=12")
    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


@pytest.mark.parametrize("foreign", ["utm_source=letter", "fbclid=x&amp;p=", "P=12", "%B1=%B1"])
def test_foreign_parameters_lead_to_the_first_page_that_is_kept(caching, client, foreign):
    Redirect.objects.create(from_path="/ko/?p=12", to_path="/ko/news/")
    settle()
    plain = client.get("/ko/")
    response = client.get(f"/ko/?{foreign}")
    assert (cache_status(response), response["ETag"]) == ("hit", plain["ETag"])
    assert response.content == plain.content


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("p=12", "utm_source=letter&amp;p=12"),
        ("p=12&lang=ko", "lang=ko&p=12"),
        ("12", "12"),
        ("분류=공지", "%BA%D0%B7%F9=%B0%F8%C1%F6"),
        ("kind=공지", "kind=%B0%F8%C1%F6"),
    ],
)
def test_no_foreign_parameter_hides_an_old_address_from_the_cache(caching, client, stored, asked):
    Redirect.objects.create(from_path=f"/ko/?{stored}", to_path="/ko/news/")
    settle()
    assert is_cached(client, "/ko/")
    # Those that lead nowhere, such as %B1 in CP949, may be kept as well.
    client.get("/ko/?kind=%B1")
    response = client.get(f"/ko/?{asked}")
    assert (response.status_code, response["Location"]) == (301, "/ko/news/")


@pytest.mark.parametrize("asked", ["/소식/출범/", "/%BC%D2%BD%C4/%C3%E2%B9%FC"])
def test_a_path_that_is_not_ascii_is_read_after_the_cache_was_asked(client, caching, asked):
    Redirect.objects.create(from_path="/소식/출범", to_path="/ko/news/")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, "/ko/news/")
    assert client.get("/없는-곳/").status_code == 404


def test_nobody_with_a_session_gets_or_makes_a_kept_page(caching, client):
    get_user_model().objects.create_superuser("mina", password="p")
    client.get("/ko/")
    client.login(username="mina", password="p")
    client.cookies["sessionid"] = "anything"
    response = client.get("/ko/")
    assert "Cache-Status" not in response
    assert "Cache-Control" not in response


def test_what_belongs_to_one_visitor_is_never_kept(caching, client):
    article = make_article(published_at_ko=None, published_at_en=None)
    link = make_preview_link(article)
    settle()
    addresses = [preview_links.link_path(link), "/ko/join/organisation/", "/ko/concern/"]
    addresses += ["/ko/search/?q=x", "/admin/login/", "/healthz", "/ko/nothing-there/"]
    for address in addresses:
        for _time in range(2):
            response = client.get(address)
            assert "Cache-Status" not in response, address
            assert "s-maxage" not in response.get("Cache-Control", ""), address


def by_save(article):
    article.title_ko = "새 제목"
    article.save()


def by_update(article):
    Article.objects.filter(pk=article.pk).update(title_ko="새 제목")


def by_bulk_update(article):
    article.title_ko = "새 제목"
    Article.objects.bulk_update([article], ["title_ko"])


def by_sql(article):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_article SET title_ko = %s", ["새 제목"])


def by_another_program(article):
    parameters = connection.get_connection_params()
    with psycopg.connect(**parameters) as other:
        other.execute("UPDATE news_article SET title_ko = %s", ["새 제목"])


def by_taking_back(article):
    article.published_at_ko = None
    article.save()


def by_deleting(article):
    article.delete()


def by_truncating(article):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE news_article CASCADE")


DOORS = [by_save, by_update, by_bulk_update, by_sql, by_another_program]
ENDS = [by_taking_back, by_deleting, by_truncating]


@pytest.mark.parametrize("change", DOORS + ENDS)
def test_a_change_is_seen_whoever_makes_it(caching, client, change):
    article = make_article(title_ko="옛 제목")
    settle()
    assert is_cached(client, article.get_absolute_url())
    assert is_cached(client, "/ko/news/")
    change(article)
    wait_until(lambda: "옛 제목" not in client.get("/ko/news/").content.decode())
    page = client.get(article.get_absolute_url())
    assert ("새 제목" in page.content.decode()) == (change in DOORS)


def test_a_hidden_person_and_a_withdrawn_photo_are_gone_from_kept_pages(caching, client):
    person = make_person(name_ko="홍길동", has_public_profile=True)
    photo = make_photo(caption_ko="광장의 사람들")
    article = make_article(lead_photo=photo)
    add_photo(article, photo)
    settle()
    people, page = "/ko/people/", article.get_absolute_url()
    assert is_cached(client, people)
    assert is_cached(client, page)
    assert "홍길동" in client.get(people).content.decode()
    assert "광장의 사람들" in client.get(page).content.decode()
    hiding.hide_person(person, by=get_user_model().objects.create_user("mina"))
    actions.take_down(photo)
    settle()
    assert "홍길동" not in client.get(people).content.decode()
    assert "광장의 사람들" not in client.get(page).content.decode()


def test_a_page_that_was_begun_before_a_change_is_not_kept(caching, client, monkeypatch):
    article = make_article(title_ko="옛 제목")
    settle()
    whole = Article.get_absolute_url

    def change_meanwhile(self):
        monkeypatch.setattr(Article, "get_absolute_url", whole)
        by_another_program(article)
        settle()
        return whole(self)

    address = article.get_absolute_url()
    monkeypatch.setattr(Article, "get_absolute_url", change_meanwhile)
    client.get(address)
    assert cache_status(client.get(address)) == "fwd=miss"
    assert "새 제목" in client.get(address).content.decode()


def footer(request, name: str) -> str:
    """Of a page that has read this name of the network."""
    context = {"request": request, "network": Network(name_ko=name), "standing_pages": {}}
    return page_part(Context(context), "website/page/_footer_content.html")


def test_a_page_that_was_begun_before_a_change_leaves_no_old_footer_behind(caching, rf):
    settle()
    before, after = rf.get("/ko/"), rf.get("/ko/")
    setattr(before, GENERATION_ATTRIBUTE, store.generation)
    Network.objects.update(name_ko="새 이름")
    settle()
    setattr(after, GENERATION_ATTRIBUTE, store.generation)
    assert "옛 이름" in footer(before, "옛 이름")
    assert "새 이름" in footer(after, "새 이름")
    # And now it is kept.
    assert "새 이름" in footer(before, "옛 이름")


def test_nothing_is_forgotten_for_a_transaction_that_is_rolled_back(caching, client):
    article = make_article()
    settle()
    assert is_cached(client, "/ko/news/")
    generation = store.generation
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        by_save(article)
        raise ZeroDivisionError
    time.sleep(0.3)
    assert store.generation == generation


def test_a_scheduled_publication_comes_through_by_itself(caching, client):
    soon = timezone.now() + timedelta(minutes=1)
    make_article(title_ko="이따가 나올 글", published_at_ko=soon)
    settle()
    assert is_cached(client, "/ko/news/")
    assert "이따가 나올 글" not in client.get("/ko/news/").content.decode()
    with time_machine.travel(soon + timedelta(seconds=1), tick=True):
        assert "이따가 나올 글" in client.get("/ko/news/").content.decode()


def test_what_becomes_public_while_a_page_is_made_ends_that_page(caching):
    moment = datetime(2026, 7, 9, 11, 7, tzinfo=UTC)
    make_article(published_at_ko=moment)
    started_at = moment.timestamp() - 0.05
    with time_machine.travel(moment + timedelta(seconds=1), tick=False):
        fresh, shared = Expiry(), Expiry()
        assert fresh.expires_at(started_at, generation=1) == moment.timestamp()
        # Another thread has asked in the meantime.
        assert shared.expires_at(time.time(), generation=1) > moment.timestamp()
        assert shared.expires_at(started_at, generation=1) == moment.timestamp()


def test_an_event_moves_to_the_past_by_itself(caching, client):
    ends = timezone.now() + timedelta(minutes=1)
    event = make_event(starts_at=ends - timedelta(hours=1), ends_at=ends)
    settle()
    assert is_cached(client, event.get_absolute_url())
    with time_machine.travel(ends + timedelta(seconds=1), tick=True):
        assert cache_status(client.get(event.get_absolute_url())) == "fwd=miss"


def test_no_page_outlives_a_quarter_of_an_hour_at_which_a_day_may_begin(caching, client):
    with time_machine.travel("2026-07-09T14:50:00+00:00", tick=True):
        assert is_cached(client, "/ko/")
    with time_machine.travel("2026-07-09T14:59:58+00:00", tick=True):
        assert cache_status(client.get("/ko/")) == "hit"
    with time_machine.travel("2026-07-09T15:00:00+00:00", tick=True):
        assert cache_status(client.get("/ko/")) == "fwd=miss"


def break_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query IN ('SELECT 1', %s) AND pid <> pg_backend_pid() "
            "AND datname = current_database()",
            [f"LISTEN {triggers.CHANNEL}"],
        )


def test_who_cannot_hear_of_changes_keeps_nothing_and_begins_again(caching, client):
    assert is_cached(client, "/ko/")
    break_connection()
    wait_until(lambda: not store.is_enabled)
    assert cache_status(client.get("/ko/")) == "fwd=miss"
    assert cache_status(client.get("/ko/")) == "fwd=miss"
    wait_until(lambda: store.is_enabled)
    assert is_cached(client, "/ko/")


def test_a_line_on_which_nobody_is_heard_counts_as_broken(caching, client, monkeypatch):
    assert is_cached(client, "/ko/")
    monkeypatch.setattr(listener, "is_alive", lambda: False)
    assert cache_status(client.get("/ko/")) == "fwd=miss"


def test_kept_pages_are_shown_while_the_database_is_unavailable(caching, client, monkeypatch):
    page = client.get("/ko/")
    monkeypatch.setattr(store, "is_enabled", True)
    monkeypatch.setattr(availability, "is_unavailable", lambda: True)
    store.suspend()
    kept = client.get("/ko/")
    assert (kept.status_code, kept.content) == (200, page.content)
    assert cache_status(kept) == "hit; detail=database-unavailable"
    assert kept["Cache-Control"] == "no-store"
    assert client.get("/ko/news/").status_code == 503
    monkeypatch.setattr(page_store, "MAX_STALE_SECONDS", 0)
    assert client.get("/ko/").status_code == 503


def test_the_memory_of_kept_pages_is_bounded(settings):
    settings.PAGE_CACHE_MEGABYTES = 1
    bounded = PageStore()
    bounded.enable()
    for number in range(100):
        page = CachedPage(bytes(100_000), (), "", 2.0)
        key = CacheKey("https", f"/ko/{number}/", "")
        bounded.put(key, page, (), generation=bounded.generation)
    there = [n for n in range(100) if bounded.get(CacheKey("https", f"/ko/{n}/", ""), 1.0)]
    assert there == list(range(90, 100))


def test_one_list_with_many_filters_does_not_push_out_all_others(settings):
    settings.PAGE_CACHE_MEGABYTES = 1
    bounded = PageStore()
    bounded.enable()
    for number in range(200):
        key = CacheKey("https", "/ko/members/", f"name={number}")
        page = CachedPage(b"", (), "", 2.0)
        bounded.put(key, page, ("name",), generation=bounded.generation)
    assert len(bounded._pages) == MAX_VARIANTS_PER_PATH


def test_two_processes_hear_of_the_same_change(caching, client):
    elsewhere = PageStore()
    other = ChangeListener(elsewhere)
    other.ensure_started()
    wait_until(lambda: elsewhere.is_enabled)
    before = elsewhere.generation
    by_save(make_article())
    wait_until(lambda: elsewhere.generation > before)
    other.stop()
    assert not any(thread is other._thread for thread in threading.enumerate())


def test_network_and_menu_cost_pages_that_are_not_kept_no_query(caching, client):
    make_page(slug="privacy", place="footer", title_ko="개인정보 처리방침")
    settle()

    def tables(address: str) -> set[str]:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        assert "개인정보 처리방침" in page
        return {table for query in queries for table in re.findall(r'FROM "(\w+)"', query["sql"])}

    # Without a language it leads to no search for pages at similar addresses.
    address = "/nothing-there.php"
    wait_until(lambda: not tables(address) & {"network_network", "network_page"})
    Page.objects.update(title_ko="다른 제목")
    wait_until(lambda: "다른 제목" in client.get(address).content.decode())


def test_kept_headers_and_footers_mark_each_page_and_follow_each_change(caching, client):
    about = make_page(slug="about", title_en="About us", place=Page.Place.FOOTER)
    settle()
    headers = {"Cookie": "sessionid=none"}

    def marked(address: str) -> list[str]:
        html = client.get(address, headers=headers).content.decode()
        return re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current="\w+"', html)

    for address in ("/en/news/", "/en/topics/", "/en/about/", "/en/news/"):
        assert marked(address) == [address]
    Page.objects.filter(pk=about.pk).update(title_en="Who we are")
    settle()
    assert "Who we are" in client.get("/en/news/", headers=headers).content.decode()
    assert "Who we are" not in client.get("/ko/news/", headers=headers).content.decode()
