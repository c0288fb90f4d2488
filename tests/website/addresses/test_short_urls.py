"""Short addresses for print: where they lead, for how long, and their QR codes."""

from io import BytesIO

import pytest
from PIL import Image

from cms.publishing import short_urls
from events.models import Event
from tests.support.builders import (
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_page,
    make_person,
    make_resource,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def path_of(item) -> str:
    return short_urls.short_url(short_urls.code_of(item)).removeprefix("http://testserver")


def target(client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 302
    return response["Location"]


def test_each_kind_of_page_has_one():
    items = [
        make_article(),
        make_event(),
        make_campaign(),
        make_member(),
        make_page(),
        make_resource(),
    ]
    codes = [short_urls.code_of(item) for item in items]
    assert codes == [f"{letter}{item.pk}" for letter, item in zip("aecmpr", items, strict=True)]
    assert short_urls.code_of(make_person()) == ""
    assert short_urls.code_of(make_topic()) == ""


def test_it_leads_to_the_page_in_the_language_of_the_browser(client):
    path = path_of(make_event(slug="forum"))
    assert target(client, path) == "/en/events/forum/"
    assert target(client, path, "ko-KR,ko;q=0.9,en;q=0.8") == "/ko/events/forum/"
    assert target(client, path, "fr") == "/ko/events/forum/"


def test_it_leads_to_the_language_that_there_is(client):
    path = path_of(make_event(slug="forum", published_at_en=None))
    assert target(client, path) == "/ko/events/forum/"


def test_it_stays_when_the_address_of_the_page_changes(client):
    event = make_event(slug="before")
    path = path_of(event)
    assert target(client, path) == "/en/events/before/"
    event.slug = "after"
    event.save()
    assert target(client, path) == "/en/events/after/"


def test_no_cache_keeps_where_it_leads(client):
    response = client.get(path_of(make_event()))
    assert "no-store" in response["Cache-Control"]
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_it_never_leads_to_what_is_not_public(client):
    event = make_event(slug="secret-title", published_at_en=None, published_at_ko=None)
    response = client.get(path_of(event))
    assert response.status_code == 404
    assert b"secret-title" not in response.content
    Event.objects.filter(pk=event.pk).update(published_at_ko="2100-01-01T00:00Z")
    assert client.get(path_of(event)).status_code == 404


@pytest.mark.parametrize(
    "code", ["e", "e0", "x1", "e99999999", "e999999999999999999", "1", "e-1", "e1a"]
)
def test_a_code_that_somebody_made_up_leads_nowhere(client, code):
    make_event()
    assert client.get(f"/s/{code}").status_code == 404


def test_how_to_join_has_one(client):
    assert target(client, "/s/join") == "/en/join/"
    assert target(client, "/s/join", "ko") == "/ko/join/"


def test_the_form_offers_the_address_and_its_qr_code(admin_client):
    event = make_event(published_at_en=None, published_at_ko=None)
    form = admin_client.get(f"/admin/events/event/{event.pk}/change/").content.decode()
    assert f"http://testserver/s/e{event.pk}" in form
    for kind, content_type in short_urls.CONTENT_TYPES.items():
        address = f"/admin/events/event/{event.pk}/qr-code.{kind}"
        assert address in form
        response = admin_client.get(address)
        assert response["Content-Type"] == content_type
        assert "no-store" in response["Cache-Control"]
    with Image.open(BytesIO(response.content)) as code:
        assert code.width == code.height > 900
    assert admin_client.get(f"/admin/events/event/{event.pk}/qr-code.gif").status_code == 404
    assert admin_client.get("/admin/events/event/999/qr-code.svg").status_code == 404
    assert "/qr-code" not in admin_client.get("/admin/events/event/add/").content.decode()


def test_the_form_of_the_network_has_that_of_joining(admin_client):
    form = admin_client.get("/admin/network/network/1/change/").content.decode()
    assert "http://testserver/s/join" in form
    assert admin_client.get("/admin/network/network/1/qr-code.svg").status_code == 200


def test_nobody_else_gets_the_code_of_a_draft(client):
    event = make_event(published_at_en=None, published_at_ko=None)
    response = client.get(f"/admin/events/event/{event.pk}/qr-code.svg")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_the_page_of_an_event_has_it_for_paper(client):
    event = make_event(slug="forum")
    page = client.get("/en/events/forum/").content.decode()
    assert f"<p>http://testserver/s/e{event.pk}</p>" in page
    assert '<svg viewBox="0 0 ' in page
    assert " style=" not in page
