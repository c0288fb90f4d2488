"""The page beside the form shows what is typed; nothing of it is saved, cached or public."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from mail.models import Email
from news.models import Article, TextBlock
from tests.support.admin_forms import address_of, open_form, sendable
from tests.support.builders import (
    add_text,
    make_article,
    make_event,
    make_network,
    make_organisation,
    make_page,
)
from versions.models import PendingChanges, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina() -> Client:
    make_network()
    client = Client()
    words = {"is_staff": True, "is_superuser": True}
    client.force_login(get_user_model().objects.create_user("mina", **words))
    return client


def preview(client: Client, item, language: str = "ko", **typed):
    url = address_of(item).replace("change/", f"live-preview/{language}/")
    return client.post(url, open_form(client, item) | typed)


def test_it_shows_what_is_typed_and_saves_nothing(mina, client):
    article = make_article(slug="forum", title_ko="처음 제목", title_en="First title")
    add_text(article, body_ko="<p>하나</p>", body_en="<p>One</p>")
    shown = preview(mina, article, title_ko="쓰던 제목")
    assert "쓰던 제목" in shown.text
    assert "하나" in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"
    assert not Version.objects.exists()
    assert not Email.objects.exists()
    assert "쓰던 제목" not in client.get("/ko/news/forum/").text


def test_it_is_in_the_language_that_was_asked_for(mina):
    article = make_article(title_ko="처음 제목", title_en="First title")
    shown = preview(mina, article, "en", title_en="Typed title").text
    assert "Typed title" in shown
    assert '<html lang="en"' in shown


def test_a_new_item_has_one(mina):
    add = reverse("admin:news_article_add")
    form = sendable(mina.get(add).text)
    row = next(name for name in form if name.endswith("0-body_ko")).removesuffix("-body_ko")
    typed = {"title_ko": "새 글", f"{row}-body_ko": "<p>처음 쓰는 글</p>"}
    shown = mina.post(reverse("admin:news_article_new_live_preview", args=["ko"]), form | typed)
    assert "처음 쓰는 글" in shown.text
    assert not Article.objects.exists()
    assert not TextBlock.objects.exists()


def test_footnotes_are_linked_while_they_are_typed(mina):
    article = make_article()
    add_text(article, body_ko="<p>조사[1]에서</p>")
    assert "doc-noteref" not in preview(mina, article).text
    body = next(name for name in open_form(mina, article) if name.endswith("0-body_ko"))
    shown = preview(mina, article, **{body: "<p>조사[1]에서</p><p>[1] 2025년 자료</p>"}).text
    assert 'href="#note-1"' in shown
    assert 'id="note-1"' in shown


def test_what_cannot_be_saved_is_said_instead(mina):
    article = make_article()
    refused = preview(mina, article, title_ko="", title_en="")
    assert refused.json()["reasons"]


@pytest.mark.parametrize("make", [make_page, make_organisation, make_event])
def test_every_kind_with_a_page_has_one(mina, make):
    item = make()
    field = "title_ko" if hasattr(item, "title_ko") else "name_ko"
    assert "쓰던 이름" in preview(mina, item, **{field: "쓰던 이름"}).text
    assert "data-live-preview" in mina.get(address_of(item)).text


def test_changes_that_wait_are_in_it(mina):
    article = make_article(title_ko="처음 제목")
    form = open_form(mina, article)
    mina.post(address_of(article), form | {"title_ko": "보류한 제목", "_save_pending": "yes"})
    assert "보류한 제목" in preview(mina, article).text
    assert PendingChanges.objects.exists()


def test_a_stranger_gets_none(client, mina):
    article = make_article()
    url = address_of(article).replace("change/", "live-preview/ko/")
    assert "제목" not in client.post(url, {"title_ko": "제목"}).text
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("stranger", is_staff=True))
    assert stranger.post(url, {}).status_code == 403
    assert mina.get(url).status_code == 405
