"""Language in the path, nothing remembered, nothing dead."""

import unicodedata

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from network import views
from network.models import Redirect
from tests.builders import make_article, make_contact, make_network, make_page

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


def test_health_says_whether_the_database_answers(client, monkeypatch):
    assert client.get("/healthz").status_code == 200

    def gone():
        raise views.DatabaseError

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503


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
        response = views.server_error(rf.get("/en/"))
    assert response.status_code == 500
    assert '<html lang="en"' in response.content.decode()


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
