"""The cards that others show of a page without a photo: what stands on them, and that nobody gets
one of what is not public."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from PIL import Image

from cms.decoding.errors import BusyError
from cms.publishing.share_cards import cards, stored_cards
from cms.publishing.share_cards.card_colours import card_colours
from members.models import Person
from members.names import hiding
from network.declarations.jobs import JOBS
from news.models import Article
from photos import actions
from photos.models import private_storage
from tests.support.builders import (
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_page,
    make_person,
    make_photo,
    make_resource,
    make_topic,
)

pytestmark = pytest.mark.django_db

# As the builder paints photos.
TEAL = (0, 128, 128)
PROPERTY = re.compile(r'<meta (?:property|name)="((?:og:image|twitter:)[^"]*)" content="([^"]*)">')


@pytest.fixture(autouse=True)
def _network():
    make_network()


def meta(client, path: str) -> dict[str, str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return dict(PROPERTY.findall(response.content.decode()))


def card_path(client, path: str) -> str:
    url = meta(client, path)["og:image"]
    assert url.startswith("http://testserver/cards/"), path
    return url.removeprefix("http://testserver")


def stored() -> set[str]:
    folder = stored_cards.FOLDER
    if not private_storage().exists(folder):
        return set()
    parts = private_storage().listdir(folder)[0]
    return {name for part in parts for name in private_storage().listdir(f"{folder}/{part}")[1]}


def delete_outdated_within_an_hour() -> int:
    (job,) = JOBS
    deleted, now = 0, timezone.now()
    for minute in range(stored_cards.SUBFOLDERS):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            due = job.count_due()
            assert job.run() == due
            deleted += due
    return deleted


def test_every_kind_of_page_has_a_card_of_the_size_that_it_states(client):
    topic = make_topic()
    article = make_article(slug="news-item")
    article.topics.add(topic)
    make_event(slug="forum")
    make_campaign()
    make_member(slug="house")
    make_person(slug="kim-bogi", has_public_profile=True)
    make_page(slug="privacy")
    make_resource(slug="toolkit")
    own = [
        "/en/news/news-item/",
        "/en/events/forum/",
        "/en/campaigns/16-days/",
        "/en/members/house/",
        "/en/people/kim-bogi/",
        "/en/privacy/",
        "/en/resources/toolkit/",
        f"/en/topics/{topic.slug}/",
        "/en/",
        "/en/news/",
        "/en/events/",
        "/en/resources/",
        "/en/members/",
        "/en/people/",
        "/en/topics/",
        "/en/press/",
        "/en/photo-credits/",
        "/en/join/",
    ]
    paths = [card_path(client, path) for path in own]
    assert len(set(paths)) == len(own)
    for path in paths:
        response = client.get(path)
        assert response["Content-Type"] == "image/png"
        assert len(response.content) < 40_000
        with Image.open(BytesIO(response.content)) as card:
            assert card.size == (1200, 630)


def test_a_page_says_what_its_card_says_and_how_large_it_is(client):
    make_article(slug="item", title_en="Men & care")
    told = meta(client, "/en/news/item/")
    assert told.pop("og:image").startswith("http://testserver/cards/news/")
    assert told == {
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Men &amp; care – Example Network",
        "twitter:card": "summary_large_image",
        "twitter:image:alt": "Men &amp; care – Example Network",
    }


def test_a_photo_goes_before_a_card_while_it_may_be_shown(client):
    photo = make_photo(size=(1600, 1000))
    make_article(slug="item", lead_photo=photo)
    told = meta(client, "/en/news/item/")
    assert told["og:image"].endswith(f"/{photo.folder_token}/{photo.share_cards['en']}")
    assert told["og:image:alt"] == told["twitter:image:alt"] == "People in a hall"
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()
    told = meta(client, "/en/news/item/")
    assert told["og:image"].startswith("http://testserver/cards/news/")
    assert "People in a hall" not in told["og:image:alt"]


def test_a_photo_without_the_language_of_the_page_gives_way_to_the_card(client):
    make_article(slug="item", lead_photo=make_photo(size=(1600, 1000), alt_en=""))
    assert "/photos/" in meta(client, "/ko/news/item/")["og:image"]
    assert "/cards/" in meta(client, "/en/news/item/")["og:image"]


def test_a_card_is_drawn_once(client, monkeypatch):
    make_article(slug="item")
    path = card_path(client, "/en/news/item/")
    first = client.get(path)
    assert len(stored()) == 1
    monkeypatch.setattr(stored_cards, "draw", None)
    assert client.get(path).content == first.content
    assert client.head(path).status_code == 200
    assert first["Cache-Control"] == "public, max-age=3600"
    assert first["X-Accel-Expires"] == "1"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not first.cookies


def test_nobody_can_have_other_words_drawn(client):
    article = make_article(slug="item")
    path = card_path(client, "/en/news/item/")
    for kind, key, language in [
        ("news", str(article.pk + 1), "en"),
        ("news", "0", "en"),
        ("news", "9" * 30, "en"),
        ("news", "٣", "en"),
        ("nothing", str(article.pk), "en"),
        ("news", str(article.pk), "fr"),
        ("lists", "news.article", "en"),
        ("lists", "Anything", "en"),
    ]:
        assert client.get(f"/cards/{kind}/{key}/{language}/{'0' * 12}.png").status_code == 404
    other = client.get(path.replace(path[-16:], f"{'0' * 12}.png"))
    assert (other.status_code, other["Location"]) == (302, f"http://testserver{path}")
    assert other["Cache-Control"] == "no-store"
    assert stored() == set()


def test_a_new_title_has_another_card_and_the_old_one_is_deleted(client):
    article = make_article(slug="item", title_en="Before")
    old = card_path(client, "/en/news/item/")
    client.get(old)
    article.title_en = "After"
    article.save()
    new = card_path(client, "/en/news/item/")
    assert client.get(old)["Location"] == f"http://testserver{new}"
    client.get(new)
    assert len(stored()) == 2
    assert delete_outdated_within_an_hour() == 1
    (left,) = stored()
    assert left.endswith(f"_{new.rpartition('/')[2]}")
    assert delete_outdated_within_an_hour() == 0


def test_what_is_taken_back_has_no_card_from_that_moment(client):
    article = make_article(slug="item")
    path = card_path(client, "/en/news/item/")
    assert client.get(path).status_code == 200
    Article.objects.filter(pk=article.pk).update(published_at_en=None)
    assert client.get(path).status_code == 404
    assert delete_outdated_within_an_hour() == 1
    assert stored() == set()


@pytest.mark.parametrize(
    "words", [{"published_at_en": None}, {"published_at_en": "2100-01-01T00:00Z"}]
)
def test_a_draft_and_what_is_scheduled_have_none(client, words):
    article = make_article(slug="item", **words)
    title = article.title_en
    digest = cards.ShareCard("news", str(article.pk), "en", title, "Example Network").digest
    assert client.get(f"/cards/news/{article.pk}/en/{digest}.png").status_code == 404
    assert client.get(f"/cards/news/{article.pk}/ko/{digest}.png").status_code == 302


def test_a_person_who_is_hidden_or_has_no_page_has_none(client):
    person = make_person(slug="kim-bogi", has_public_profile=True)
    path = card_path(client, "/ko/people/kim-bogi/")
    assert client.get(path).status_code == 200
    for change in ({"has_public_profile": False}, {"noindex": True}):
        Person.objects.filter(pk=person.pk).update(**change)
        assert client.get(path).status_code == 404
        field = next(iter(change))
        Person.objects.filter(pk=person.pk).update(**{field: not change[field]})
    assert client.get(path).status_code == 200
    hiding.hide_person(person, None)
    assert client.get(path).status_code == 404
    assert delete_outdated_within_an_hour() == 1


def test_pages_without_a_card_of_their_own_show_that_of_the_site(client):
    site = card_path(client, "/en/")
    assert site.startswith("/cards/lists/site/en/")
    event = make_event(slug="draft", published_at_en=None)
    assert event.published_languages == ["ko"]
    missing = client.get("/en/events/draft/")
    assert missing.status_code == 404
    assert b"/cards/events/" not in missing.content


def test_a_list_has_the_same_card_whatever_it_is_filtered_by(client):
    make_article(slug="item")
    assert card_path(client, "/en/news/") == card_path(client, "/en/news/?kind=news")


def test_the_network_has_cards_in_its_own_colours():
    assert card_colours() == {
        "background": "#0e3a40",
        "text": "#f6f5f0",
        "quiet": "#b7cfce",
        "accent": "#f3a578",
    }


def test_a_card_that_cannot_be_drawn_now_can_be_asked_for_again(client, monkeypatch):
    make_article(slug="item")
    path = card_path(client, "/en/news/item/")

    def busy(*_arguments, **_options):
        raise BusyError("all slots were taken")

    monkeypatch.setattr(stored_cards, "run_task", busy)
    response = client.get(path)
    assert response.status_code == 503
    assert response["Retry-After"]


def test_a_full_disk_does_not_keep_a_card_from_being_sent(client, monkeypatch):
    make_article(slug="item")
    path = card_path(client, "/en/news/item/")

    def full(*_arguments):
        raise OSError("no space left")

    monkeypatch.setattr(type(private_storage()), "save", full)
    assert client.get(path).status_code == 200


def test_a_page_asks_the_database_nothing_more_for_its_card(client, django_assert_num_queries):
    make_article(slug="item")
    path = card_path(client, "/en/news/item/")
    client.get(path)
    # The network's name and the article.
    with django_assert_num_queries(2):
        client.get(path)


def test_a_photo_too_small_for_a_card_stands_whole_beside_the_title(client):
    photo = make_photo(size=(300, 200))
    for path, make, field in [
        ("news/item/", make_article, "lead_photo"),
        ("events/item/", make_event, "lead_photo"),
        ("resources/item/", make_resource, "cover"),
    ]:
        make(slug="item", title_en="Men & care", **{field: photo})
        url = card_path(client, f"/en/{path}")
        assert url.endswith(".jpg")
        told = meta(client, f"/en/{path}")["og:image:alt"]
        assert told.endswith("Men &amp; care – Example Network – People in a hall")
        response = client.get(url)
        assert response["Content-Type"] == "image/jpeg"
        assert len(response.content) < 150_000
        with Image.open(BytesIO(response.content)) as card:
            assert card.size == (1200, 630)
            # As wide as it is, up to the margin.
            shown = [x for x in range(1200) if is_teal(card.getpixel((x, 250)))]
        assert (len(shown), shown[-1]) == (300, 1119)


def is_teal(colour: tuple[int, int, int]) -> bool:
    return max(abs(one - other) for one, other in zip(colour, TEAL, strict=True)) < 12


def test_a_small_photo_leaves_the_card_when_it_leaves_the_page(client):
    photo = make_photo(size=(300, 200))
    make_article(slug="item", lead_photo=photo)
    old = card_path(client, "/en/news/item/")
    client.get(old)
    assert len(stored()) == 1
    actions.take_down(photo)
    new = card_path(client, "/en/news/item/")
    assert new.endswith(".png")
    assert client.get(old)["Location"] == f"http://testserver{new}"
    assert delete_outdated_within_an_hour() == 1
    assert stored() == set()


def test_another_credit_makes_another_card_of_a_small_photo(client):
    photo = make_photo(size=(300, 200))
    make_article(slug="item", lead_photo=photo)
    old = card_path(client, "/en/news/item/")
    photo.credit_override_en = "UN Women"
    actions.update(photo, ["credit_override_en"])
    assert card_path(client, "/en/news/item/") != old
    assert client.get(card_path(client, "/en/news/item/")).status_code == 200


@pytest.mark.parametrize("words", [{"is_person_portrait": True}, {"alt_en": ""}])
def test_a_small_photo_that_is_not_to_be_shared_is_on_no_card(client, words):
    make_article(slug="item", lead_photo=make_photo(size=(300, 200), **words))
    assert card_path(client, "/en/news/item/").endswith(".png")


def test_a_small_photo_is_told_to_feeds_and_search_engines_in_its_size(client):
    make_article(slug="item", lead_photo=make_photo(size=(300, 200)))
    [item] = client.get("/en/news/feed.json").json()["items"]
    assert item["image"].endswith("/whole-300.jpg")
    with Image.open(
        BytesIO(b"".join(client.get(item["image"].removeprefix("http://testserver"))))
    ) as picture:
        assert picture.size == (300, 200)
    page = client.get("/en/news/item/").text
    assert '"width": 300, "height": 200' in page
