"""The press room, a press photo and the photo credits."""

import json
import re

import pytest

from photos.models import Photo
from tests.support.builders import (
    add_gallery,
    add_video,
    make_article,
    make_contact,
    make_event,
    make_network,
    make_photo,
    make_photographer,
    tomorrow,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_the_press_room_has_what_newsrooms_come_for_in_both_languages(client):
    make_network(
        press_contact=make_contact(), about_ko="우리는 예시입니다.", about_en="We are an example."
    )
    make_article(slug="release", kind="press-release")
    make_article(slug="word", kind="statement", title_ko="성명 하나", title_en="Our statement")
    make_article(slug="story", kind="story", title_ko="이야기 하나", title_en="A story of ours")
    photo = make_photo(press_use=True)
    make_photo(press_use=False)
    korean, english = (client.get(f"/{code}/press/").text for code in ("ko", "en"))
    for html, words in (
        (korean, ("예시 네트워크 출범", "성명 하나", "우리는 예시입니다.", "홍길동")),
        (english, ("Example network", "Our statement", "We are an example.", "Photo by Son")),
    ):
        assert [said for said in words if said not in html] == []
        assert html.count("/press/photos/") == 1
        assert "story" not in html
        assert "press@example.org" not in html
    assert f"/en/press/photos/{photo.pk}/" in english


def test_an_empty_press_room_says_so(client):
    html = client.get("/en/press/").text
    assert "No press release has been published in this language yet." in html
    assert "No photos are offered to the press at the moment." in html
    assert "Statements</h2>" not in html


def test_drafts_and_the_other_language_stay_out(client):
    make_article(kind="press-release", title_en="Korean only", published_at_en=None)
    make_article(kind="press-release", title_en="Coming", published_at_en=tomorrow())
    html = client.get("/en/press/").text
    assert "Korean only" not in html
    assert "Coming" not in html


@pytest.mark.parametrize(
    "words",
    [
        {"press_use": False},
        {"consent": Photo.Consent.REFUSED},
        {"photographer": None},
        {"alt_en": ""},
    ],
)
def test_a_photo_that_is_not_offered_or_may_not_be_shown_is_not_there(client, words):
    photo = make_photo(**({"press_use": True} | words))
    assert f"/press/photos/{photo.pk}/" not in client.get("/en/press/").text
    assert client.get(f"/en/press/photos/{photo.pk}/").status_code == 404
    assert client.get(f"/en/press/photos/{photo.pk}/file/").status_code == 404


def test_a_press_photo_names_its_terms_its_credit_and_its_file(client):
    photo = make_photo(press_use=True, credit_organisation_en="UN Women", size=(900, 600))
    html = client.get(f"/en/press/photos/{photo.pk}/").text
    credit = "Photo: UN Women/Son Sang-min"
    assert re.search(rf'id="credit-text">{credit}</p>', html)
    assert "exactly as it is given here" in html
    assert "900 × 600" in html
    assert f"/en/press/photos/{photo.pk}/file/" in html
    data = json.loads(DATA.search(html)[1])
    assert data["creditText"] == credit
    assert data["acquireLicensePage"].endswith(f"/en/press/photos/{photo.pk}/")


def test_the_large_file_is_a_download_that_no_cache_keeps(client):
    photo = make_photo(press_use=True, size=(900, 600))
    response = client.get(f"/en/press/photos/{photo.pk}/file/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert len(b"".join(response.streaming_content)) > 0


def test_a_press_photo_without_an_alternative_text_is_not_linked_in_that_language(client):
    photo = make_photo(press_use=True, alt_ko="")
    html = client.get(f"/en/press/photos/{photo.pk}/").text
    assert f"/ko/press/photos/{photo.pk}/" not in html
    assert "hreflang" not in html


def test_the_press_room_stands_in_the_menu_and_the_credits_in_the_footer(client):
    html = tight(client.get("/en/news/").text)
    assert '<a href="/en/press/">' in html
    assert '<a href="/en/photo-credits/">' in html
    html = tight(client.get("/en/press/").text)
    assert 'href="/en/press/" aria-current="page"' in html
    assert 'href="/en/news/" aria' not in html


def test_the_credits_thank_for_every_shown_photo_once_and_for_no_other(client):
    names = iter(["One", "Two", "Three", "Four", "Met", "Hidden"])
    lead, placed, poster, twice, met, hidden = (
        make_photo(photographer=make_photographer(name_en=name)) for name in names
    )
    article = make_article(lead_photo=lead)
    add_gallery(article, [placed, twice])
    add_video(article, poster=poster)
    make_article(lead_photo=twice)
    make_article(lead_photo=hidden, published_at_en=None)
    make_event(lead_photo=met)
    make_event(lead_photo=hidden, published_at_en=None)
    html = client.get("/en/photo-credits/").text
    thanked = re.findall(r"Photo by (\w+)<", html)
    assert sorted(thanked) == ["Four", "Met", "One", "Three", "Two"]


def test_a_free_licence_leads_to_its_text(client):
    thanks = make_photographer(website="https://photos.example/")
    photo = make_photo(licence=Photo.Licence.CC_BY, photographer=thanks)
    make_article(lead_photo=photo)
    html = client.get("/en/photo-credits/").text
    assert (
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>' in html
    )
    assert '<a href="https://photos.example/">photos.example</a>' in html


def test_credits_without_photos_say_so(client):
    html = client.get("/en/photo-credits/").text
    assert "No photos are shown at the moment." in html
