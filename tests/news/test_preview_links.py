"""Links that show an article before it is public: to whom, how long, and what they do not show."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from news import preview_links
from news.limits_and_periods import PREVIEW_LINK_LIFETIMES
from news.models import PreviewLink
from tests.support.builders import (
    add_file,
    add_text,
    make_article,
    make_network,
    make_photo,
    make_preview_link,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    make_network()
    article = make_article(
        slug="draft",
        title_ko="엠바고 기사",
        title_en="Secret of the other language",
        standfirst_en="Secret standfirst.",
        published_at_ko=None,
        published_at_en=None,
        lead_photo=make_photo(),
    )
    add_text(article, body_ko="<p>먼저 읽는 본문</p>", body_en="<p>Secret body.</p>")
    return article


def test_whoever_has_the_link_reads_the_article(client, draft):
    response = client.get(preview_links.link_path(make_preview_link(draft)))
    assert response.status_code == 200
    assert "엠바고 기사" in response.text
    assert "먼저 읽는 본문" in response.text
    assert "preview-notice" in response.text
    assert not response.cookies


def test_no_search_engine_and_no_cache_keeps_it(client, draft):
    response = client.get(preview_links.link_path(make_preview_link(draft)))
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    for trace in ('rel="canonical"', 'rel="alternate"', "application/ld+json", "og:", "draft"):
        assert trace not in response.text, trace


def test_it_says_how_long_it_works_and_until_when_nothing_may_be_published(client, draft):
    link = make_preview_link(draft, "en")
    html = client.get(preview_links.link_path(link)).text
    assert "Not public yet" in html
    assert "Embargo" not in html
    draft.embargo_until = tomorrow()
    draft.save()
    with time_machine.travel(draft.embargo_until - timedelta(hours=1), tick=False):
        assert (
            "Embargo: do not publish or pass it on before"
            in client.get(preview_links.link_path(link)).text
        )


def test_the_other_language_does_not_leak(client, draft):
    address = preview_links.link_path(make_preview_link(draft, "ko"))
    assert "Secret" not in client.get(address).text
    other = client.get(address.replace("/ko/", "/en/", 1))
    assert other.status_code == 404
    assert "Secret" not in other.text
    assert "/en/news/" not in client.get(address).text


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_link_that_has_ended_says_so_and_nothing_else(client, draft, how):
    link = make_preview_link(draft)
    if how == "revoked":
        preview_links.revoke(link)
    else:
        PreviewLink.objects.update(expires_at=yesterday())
    response = client.get(preview_links.link_path(link))
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "엠바고" not in response.text


def test_a_link_ends_by_itself(client, draft):
    address = preview_links.link_path(
        preview_links.create_link(draft, "ko", PREVIEW_LINK_LIFETIMES["3"], "보기신문", None)
    )
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
        assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        assert client.get(address).status_code == 410


def test_a_link_nobody_made_is_not_there(client, draft):
    link, other = make_preview_link(draft), make_preview_link(draft)
    address = preview_links.link_path(link)
    assert client.get(address.replace(f"/{link.pk}:", f"/{other.pk}:")).status_code == 404
    assert client.get("/ko/news/preview/1/").status_code == 404
    assert client.get("/ko/news/preview/1:x/").status_code == 404
    link.delete()
    assert client.get(address).status_code == 404


def test_once_it_is_public_the_link_leads_to_the_page(client, draft):
    link = make_preview_link(draft)
    draft.published_at_ko = yesterday()
    draft.save()
    preview_links.revoke(link)
    response = client.get(preview_links.link_path(link))
    assert (response.status_code, response["Location"]) == (302, "/ko/news/draft/")


def test_files_of_the_article_open_with_the_link_and_not_without(client, draft):
    file, other = add_file(draft), add_file(make_article(published_at_ko=None))
    link = make_preview_link(draft)
    token = preview_links.link_path(link).split("/")[-2]
    assert f"/ko/news/files/{file.pk}/?preview=" in client.get(preview_links.link_path(link)).text
    response = client.get(f"/ko/news/files/{file.pk}/", {"preview": token})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert client.get(f"/ko/news/files/{file.pk}/").status_code == 404
    assert client.get(f"/en/news/files/{file.pk}/", {"preview": token}).status_code == 404
    assert client.get(f"/ko/news/files/{other.pk}/", {"preview": token}).status_code == 404
    preview_links.revoke(link)
    assert client.get(f"/ko/news/files/{file.pk}/", {"preview": token}).status_code == 404


@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_becomes_public_before_its_embargo_ends(draft, language):
    draft.embargo_until = tomorrow()
    setattr(draft, f"published_at_{language}", tomorrow() - timedelta(hours=1))
    with override("en"), pytest.raises(ValidationError, match="before its embargo ends"):
        draft.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()
    setattr(draft, f"published_at_{language}", draft.embargo_until)
    draft.full_clean()
    draft.save()
