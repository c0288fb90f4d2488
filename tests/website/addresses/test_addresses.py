"""Language in the path, nothing remembered, nothing dead."""

import html
import unicodedata
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from network.models import Redirect
from tests.support.builders import make_article, make_contact, make_network, make_page
from website.views import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wish", "home"),
    [
        ("en-GB,en;q=0.9,ko;q=0.5", "/en/"),
        ("ko-KR,ko;q=0.9", "/ko/"),
        ("fr", "/ko/"),
        ("", "/ko/"),
        ("x" * 5000, "/ko/"),
    ],
)
def test_the_root_leads_to_the_language_the_browser_prefers(client, wish, home):
    response = client.get("/", headers={"accept-language": wish})
    assert (response.status_code, response["Location"]) == (302, home)
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_a_deep_link_stays_in_its_language(client):
    make_article(slug="launch")
    response = client.get("/en/news/launch/", headers={"accept-language": "ko"})
    assert response.status_code == 200
    assert '<html lang="en"' in response.text


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("address", ["", "news/", "news/launch/", "about-us/"])
def test_no_page_sets_a_cookie_or_varies_by_one(client, language, address):
    make_network()
    make_article(slug="launch")
    make_page()
    response = client.get(f"/{language}/{address}")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert f'<html lang="{language}"' in response.text


def test_the_switch_stays_on_the_item_and_never_leads_to_a_dead_page(client):
    make_article(slug="launch")
    make_article(slug="korean-only", published_at_en=None)
    both = client.get("/ko/news/launch/").text
    assert 'href="/en/news/launch/"' in both
    one = client.get("/ko/news/korean-only/").text
    assert "/en/news/korean-only/" not in one


def test_who_asks_for_a_missing_language_is_told_in_their_own(client):
    make_article(slug="korean-only", title_ko="한국어로만", published_at_en=None)
    response = client.get("/en/news/korean-only/")
    assert response.status_code == 404
    assert response["X-Robots-Tag"] == "noindex"
    assert '<html lang="en"' in response.text
    assert 'href="/ko/news/korean-only/"' in response.text
    assert "한국어로만" in response.text


def test_alternates_name_only_what_is_public(client):
    make_article(slug="launch")
    make_article(slug="korean-only", published_at_en=None)
    both = client.get("/en/news/launch/").text
    for code, path in (("ko", "/ko/"), ("en", "/en/"), ("x-default", "/ko/")):
        address = f"http://testserver{path}news/launch/"
        assert f'<link rel="alternate" hreflang="{code}" href="{address}">' in both
    assert 'rel="alternate" hreflang' not in client.get("/ko/news/korean-only/").text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_after_a_change_of_slug_the_old_addresses_of_both_languages_answer_301(client, language):
    article = make_article(slug="first")
    article.slug = "second"
    article.save()
    response = client.get(f"/{language}/news/first/")
    assert (response.status_code, response["Location"]) == (301, f"/{language}/news/second/")


@pytest.mark.parametrize(
    "stored", ["/소식/출범", unicodedata.normalize("NFD", "/소식/출범"), "/board/view.php?id=12"]
)
def test_addresses_of_an_older_site_redirect_however_they_are_written(client, stored):
    Redirect.objects.create(from_path=stored, to_path="/ko/news/출범/")
    path = "/board/view.php?id=12" if "board" in stored else unicodedata.normalize("NFD", stored)
    response = client.get(path)
    assert response.status_code == 301
    assert response["Location"] == "/ko/news/%EC%B6%9C%EB%B2%94/"


BOARD = "/bbs/board.php?bo_table=notice&wr_id=12"


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        (BOARD, "/bbs/board.php?bo_table=notice&wr_id=12&fbclid=abc"),
        (BOARD, "/bbs/board.php?utm_source=x&wr_id=12&bo_table=notice"),
        (BOARD, "/bbs/board.php/?wr_id=12&bo_table=notice&wr_id=12"),
        (f"https://www.old.example{BOARD}", BOARD),
        ("/?p=12", "/?p=12"),
        ("/?p=12", "/?p=12&utm_medium=mail"),
        ("/ko/?mid=notice", "/ko/?mid=notice"),
        ("/소식/출범", "/소식/출범/"),
        ("/소식/출범/", "/소식/출범"),
        ("/%EC%86%8C%EC%8B%9D/출범", "/소식/출범?fbclid=abc"),
        ("/소식/출범", "/%BC%D2%BD%C4/%C3%E2%B9%FC"),
        ("/list.asp?분류=공지", "/list.asp?%BA%D0%B7%F9=%B0%F8%C1%F6"),
        ("/list.asp?q=a b", "/list.asp?q=a+b"),
        (BOARD, "/bbs/board.php?bo_table=notice&amp;wr_id=12"),
        (BOARD.replace("&", "&amp;"), BOARD),
        (BOARD, "/bbs//board.php?bo_table=notice&wr_id=12&"),
        ("/board/view.do?id=1", "/board/view.do;jsessionid=0A1B.node2?id=1"),
        ("/소식/출범", "/%uC18C%uC2DD/%uCD9C%uBC94"),
        ("/view?title=출범", "/view?title=%uCD9C%uBC94&x=%uD800"),
    ],
)
def test_an_old_address_is_known_by_what_it_asks_for(client, stored, asked):
    Redirect.objects.create(from_path=stored, to_path="/en/news/launch/")
    response = client.get(asked)
    assert (response.status_code, response.get("Location")) == (301, "/en/news/launch/")


@pytest.mark.parametrize("asked", ["/bbs/board.php?bo_table=notice", "/bbs/board.php"])
def test_an_address_that_asks_for_less_is_another(client, asked):
    Redirect.objects.create(from_path=BOARD, to_path="/en/news/launch/")
    assert client.get(asked).status_code == 404


def test_of_two_old_addresses_the_closer_one_leads(client):
    Redirect.objects.create(from_path="/view?id=1", to_path="/en/one/")
    Redirect.objects.create(from_path="/view?id=1&part=2", to_path="/en/two/")
    assert client.get("/view?part=2&id=1")["Location"] == "/en/two/"
    assert client.get("/view?part=3&id=1")["Location"] == "/en/one/"


def test_the_first_page_stays_where_no_parameter_of_an_old_site_is_asked_for(client):
    make_network()
    Redirect.objects.create(from_path="/en", to_path="/en/news/launch/")
    Redirect.objects.create(from_path="/?p=12", to_path="/en/news/launch/")
    assert client.get("/en/?fbclid=abc").status_code == 200
    assert client.get("/?p=13").status_code == 302
    assert client.get("/?p=12&p=13").status_code == 301


def test_a_redirect_that_leads_to_itself_is_refused():
    with override("en"), pytest.raises(ValidationError, match="leads to itself"):
        Redirect(from_path="/a/?x=1", to_path="/a?x=1").full_clean()


@pytest.mark.parametrize("last", ["/a", "/a/?fbclid=x", "/b?x=1", "https://old.example/a"])
def test_redirects_that_lead_in_a_circle_are_refused(last):
    Redirect.objects.create(from_path="/b", to_path="/c/?y=1")
    Redirect.objects.create(from_path="/c", to_path=last)
    with override("en"), pytest.raises(ValidationError, match="leads to itself"):
        Redirect(from_path="/a", to_path="/b").full_clean()
    Redirect(from_path="/a", to_path="/d").full_clean()


@pytest.mark.parametrize("address", ["http://[", "//[x/y?z=1", "http://[::1"])
def test_an_address_with_a_broken_host_is_kept_as_it_is(address):
    redirect = Redirect(from_path=address, to_path="/ko/")
    redirect.full_clean()
    redirect.save()
    Redirect(from_path="/e", to_path=address).full_clean()


def test_the_site_has_one_address_under_all_its_hosts(client, settings):
    settings.SITE_URL = "https://network.example"
    settings.ALLOWED_HOSTS = ["network.example", "www.network.example"]
    make_article(slug="launch")
    page = client.get("/en/news/launch/", headers={"host": "www.network.example"}).text
    assert '<link rel="canonical" href="https://network.example/en/news/launch/">' in page
    assert "www.network.example" not in page


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/ko/", ""),
        ("/ko/news/", "?kind=story"),
        ("/ko/events/", ""),
        ("/ko/search/", "?q=a&kind=news"),
    ],
)
def test_what_chooses_nothing_stands_in_no_address_of_a_page(client, path, kept):
    make_article(slug="launch", kind="story")
    foreign = f"{path}{kept}{'&' if kept else '?'}utm_source=letter&fbclid=x"
    page = html.unescape(client.get(foreign).text)
    assert f'<link rel="canonical" href="http://testserver{path}{kept}">' in page
    assert "utm_source" not in page
    assert "fbclid" not in page


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/ko/news/?kind=nonsense&year=1999&topic=care&before=x", ""),
        ("/ko/news/?year=2026&kind=story&topic=nonsense", "?kind=story"),
        ("/ko/news/?before=1-1", "?before=1-1"),
        ("/ko/events/?year=1999&before=x", ""),
        ("/ko/resources/?language=tlh&kind=x&after=0", ""),
        ("/ko/members/?kind=x&region=x&page=99&members=x", ""),
        ("/ko/members/?name=a&page=-1", "?name=a"),
        ("/ko/photo-credits/?before=x", ""),
    ],
)
def test_values_that_choose_nothing_stand_in_no_address_of_a_page(client, path, kept):
    make_article(slug="launch", kind="story", published_at_ko=datetime(2025, 1, 1, tzinfo=UTC))
    page = html.unescape(client.get(path).text)
    listed = path.partition("?")[0]
    assert f'<link rel="canonical" href="http://testserver{listed}{kept}">' in page
    assert ('hreflang="x-default"' in page) == (not kept)
    assert f'<a href="/en{listed[3:]}{kept}" hreflang="en">' in page


def test_readers_under_another_host_are_led_to_the_one_of_the_site(client, settings):
    settings.SITE_URL = "https://network.example"
    settings.ALLOWED_HOSTS = ["network.example", "www.network.example"]
    settings.REDIRECT_OTHER_HOSTS = True
    other = {"host": "www.network.example"}
    answer = client.get("/en/news/?kind=news", headers=other)
    assert answer.status_code == 301
    assert answer["Location"] == "https://network.example/en/news/?kind=news"
    assert client.get("/healthz", headers=other).status_code == 200
    assert client.post("/en/concern/", headers=other).status_code != 301
    assert client.get("/en/", headers={"host": "network.example"}).status_code == 200


def test_what_is_nowhere_answers_in_the_readers_language(client):
    for language in ("ko", "en"):
        response = client.get(f"/{language}/news/nothing/")
        assert response.status_code == 404
        assert f'<html lang="{language}"' in response.text


def test_nonsense_in_an_address_is_no_error(client):
    for path in (
        "/ko/%00/",
        "/ko/news/?page=zzz&year=x&kind=%00&topic=<b>",
        "/ko/news/?page=999999",
        "/ko/members/?name=%00&region=%ff&members=former",
        f"/media/{'a' * 300}",
        "/media/%00",
    ):
        assert client.get(path).status_code in (200, 404)


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "testserver@evil.example"])
def test_a_host_that_is_not_ours_is_the_visitors_mistake_and_stands_in_no_page(client, host):
    client.raise_request_exception = False
    for path in ("/", "/en/", "/admin/", "/en/concern/"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert "evil" not in str(answer.headers)


def test_the_server_error_page_needs_no_database(rf):
    with override("en"):
        response = errors.server_error(rf.get("/en/"))
    assert response.status_code == 500
    page = response.content.decode()
    assert '<html lang="en"' in page
    assert 'action="/en/search/"' in page


def test_an_address_is_shown_to_who_asks_and_stands_in_no_page(client):
    contact = make_contact()
    make_network(contact=contact, press_contact=contact)
    make_article(slug="release", kind="press-release", press_contact=contact)
    make_page(slug="contact", shows_contact=True)
    for path in ("/en/", "/en/news/", "/en/news/release/", "/en/contact/"):
        html = client.get(path).text
        assert "press@example.org" not in html
        assert "02-123-4567" not in html
        assert f'action="/en/contacts/{contact.pk}/"' in html
    address = reverse("reveal-contact", args=[contact.pk])
    assert client.get(address).status_code == 405
    page = client.post(address)
    assert "press@example.org" in page.text
    assert "<html" in page.text
    assert "no-store" in page["Cache-Control"]
    piece = client.post(address, headers={"X-Requested-With": "fetch"})
    assert "press@example.org" in piece.text
    assert "<html" not in piece.text
    assert not piece.cookies
    assert client.post(reverse("reveal-contact", args=[999])).status_code == 404
