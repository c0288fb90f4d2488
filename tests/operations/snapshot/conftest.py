from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import override

from news.models import Article
from operations.snapshot.builder import make_snapshot
from tests.support.builders import (
    add_file,
    add_participation,
    add_photo,
    add_session,
    add_text,
    make_article,
    make_campaign,
    make_contact,
    make_event,
    make_member,
    make_network,
    make_page,
    make_person,
    make_photo,
    make_region,
    make_topic,
    tomorrow,
    yesterday,
)

REQUEST_SIGNALS = (request_started, request_finished)


@pytest.fixture(autouse=True)
def _transaction_of_the_test() -> Iterator[None]:
    """Requests end the connection of their thread; Django's test client prevents it, too."""
    for signal in REQUEST_SIGNALS:
        signal.disconnect(close_old_connections)
    yield
    for signal in REQUEST_SIGNALS:
        signal.connect(close_old_connections)


# Static files come from their sources, without `collectstatic`.
SETTINGS = {
    "SITE_URL": "http://testserver",
    "PAGE_CACHE_MEGABYTES": 0,
    "STORAGES": settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": True,
}


@pytest.fixture(autouse=True)
def _static_files(settings) -> None:
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def site(db) -> Article:
    """A small site with something of each kind; returns an article with a photo."""
    return fill()


@pytest.fixture(scope="module")
def copy(shared_ground, tmp_path_factory) -> Iterator[Path]:
    """The copy of a site with lists of several pages, for tests that only read it."""
    root = tmp_path_factory.mktemp("snapshot") / "copy"
    with override_settings(**SETTINGS), override(settings.LANGUAGE_CODE):
        fill()
        for number in range(24):
            make_article(slug=f"story-{number}", title_ko=f"글 {number}", title_en=f"Text {number}")
        for signal in REQUEST_SIGNALS:
            signal.disconnect(close_old_connections)
        make_snapshot(root)
        for signal in REQUEST_SIGNALS:
            signal.connect(close_old_connections)
        yield root


def fill() -> Article:
    make_network(contact=make_contact(), place_ko="서울")
    make_page(slug="about")
    topic = make_topic()
    member = make_member(slug="institute", region=make_region())
    member.topics.add(topic)
    photo = make_photo(press_use=True)
    article = make_article(slug="launch", lead_photo=photo, publisher=member)
    article.topics.add(topic)
    add_text(article, body_ko='<p><a href="http://testserver/ko/events/meeting/#top">모임</a></p>')
    add_photo(article, photo)
    add_file(article)
    long_ago = yesterday() - timedelta(days=800)
    old = {"slug": "old", "title_ko": "지난 성명", "title_en": ""}
    make_article(kind="statement", published_at_ko=long_ago, published_at_en=None, **old)
    event = make_event(slug="meeting", campaign=make_campaign())
    add_participation(add_session(event), make_person(slug="bogi", has_public_profile=True))
    make_event(slug="past", starts_at=timezone.now() - timedelta(days=400))
    make_event(slug="longer-past", starts_at=timezone.now() - timedelta(days=800))
    make_person(slug="quiet", has_public_profile=True, noindex=True)
    make_article(title_ko="비공개 초안", published_at_ko=None, published_at_en=None)
    make_article(title_ko="내일 공개", published_at_ko=tomorrow(), published_at_en=None)
    return article
