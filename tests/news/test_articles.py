import json
import re

import pytest
from django.utils.translation import override

from news import preview_links
from photos.models import Photo
from tests.support.builders import (
    add_photo,
    add_quote,
    add_text,
    make_article,
    make_contact,
    make_network,
    make_organisation,
    make_photo,
    make_photographer,
    make_preview_link,
    make_topic,
    tomorrow,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_structured_data_says_what_the_page_shows_and_nothing_unpublished(client):
    make_network()
    article = make_article(
        slug="release", published_at_en=None, title_ko="</script><b>", lead_photo=make_photo()
    )
    add_photo(article, make_photo(consent=Photo.Consent.NOT_ASSESSED, caption_ko="비밀"))
    html = client.get("/ko/news/release/").text
    data = json.loads(DATA.search(html)[1])
    assert data["headline"] == "</script><b>"
    assert data["datePublished"].endswith("+09:00")
    assert [image["creditText"] for image in data["image"]] == [article.lead_photo.credit_line()]
    assert "Example network" not in html
    assert "비밀" not in html


def test_footnotes_are_linked_on_pages_and_stored_searched_and_sent_as_typed(client):
    make_network()
    article = make_article(slug="release", published_at_en=None)
    add_text(article, body_ko="<p>조사[1]에서</p>", body_en="<p>As surveys[1] say</p>")
    add_text(article, ordering=20, body_ko="<p>[1] 2025년 자료</p>", body_en="<p>No note.</p>")
    html = client.get("/ko/news/release/").text
    assert '<a href="#note-1" id="mark-1" role="doc-noteref">[1]</a>' in html
    assert '<p id="note-1" role="doc-footnote">[1] 2025년 자료' in html
    assert 'aria-label="본문으로 돌아가기"' in html
    with override("en"):
        texts = list(article.texts_with_footnotes().values())
        assert texts == ["<p>As surveys[1] say</p>", "<p>No note.</p>"]
    with override("ko"):
        assert article.clipboard_text().endswith("조사[1]에서\n\n[1] 2025년 자료")
    feed = client.get("/ko/news/feed.atom").text
    assert "[1] 2025년 자료" in feed
    assert "doc-noteref" not in feed


def test_an_unpublished_article_shows_its_footnotes_in_a_preview(client):
    make_network()
    article = make_article(published_at_ko=None)
    add_text(article, body_ko="<p>조사[1]에서</p><p>[1] 자료</p>")
    url = preview_links.link_path(make_preview_link(article, "ko"))
    assert 'id="note-1"' in client.get(url).text


def test_an_article_reads_in_both_languages(client):
    make_network()
    article = make_article(
        slug="release",
        kind="press-release",
        dateline_ko="대한민국, 서울",
        dateline_en="Seoul, Republic of Korea",
        byline_ko="김보기",
        byline_en="Kim Bogi",
        publisher=make_organisation(name_ko="유엔여성기구", name_en="UN Women"),
        lead_photo=make_photo(caption_ko="이끄는 사진", caption_en="The lead"),
        press_contact=make_contact(),
    )
    article.topics.add(make_topic())
    add_text(article)
    add_photo(article, make_photo(photographer=make_photographer(name_en="Jaeyeon Jung")))
    add_quote(article, quote_en="First.\n\nSecond.")
    korean, english = (
        DATA.sub("", client.get(f"/{code}/news/release/").text) for code in ("ko", "en")
    )
    for words in (
        "Example network launches",
        "Seoul, Republic of Korea",
        "Kim Bogi",
        "UN Women",
        "The body.",
        "Photo by Jaeyeon Jung",
        "Photo by Son Sang-min",
        "The lead",
        "First.",
        "Second.",
        "Director",
        "Care",
        "Hong Gil-dong",
        "Press release",
    ):
        assert words in english
    for words in ("예시 네트워크 출범", "대한민국, 서울", "본문입니다.", "함께 만듭니다.", "돌봄"):
        assert words in korean
        assert words not in english


def test_drafts_and_scheduled_items_appear_nowhere(client):
    public = make_article(slug="public", title_en="Seen")
    for slug, words in {
        "draft": {"published_at_ko": None, "published_at_en": None},
        "scheduled": {"published_at_ko": tomorrow(), "published_at_en": tomorrow()},
    }.items():
        hidden = make_article(
            slug=slug,
            title_en="Hidden",
            title_ko="숨김",
            kind="statement",
            lead_photo=make_photo(),
            **words,
        )
        hidden.topics.add(make_topic(slug=f"topic-{slug}", name_en=f"Hidden {slug}"))
        public.see_also.add(hidden)
    for path in ("/en/", "/en/news/", "/en/news/public/", "/ko/", "/ko/news/", "/ko/news/public/"):
        html = client.get(path).text
        for trace in ("Hidden", "숨김", "statement", "draft", "scheduled/"):
            assert trace not in html, (path, trace)
    for slug in ("draft", "scheduled"):
        for language in ("ko", "en"):
            response = client.get(f"/{language}/news/{slug}/")
            assert response.status_code == 404
            assert "Hidden" not in response.text
            assert "숨김" not in response.text


def test_a_block_that_is_empty_in_a_language_is_not_shown_in_it(client):
    article = make_article(slug="release")
    add_text(article, body_en="")
    add_quote(article, quote_ko=None)
    assert "blockquote" not in client.get("/ko/news/release/").text
    with override("en"):
        assert [type(block).__name__ for block in article.shown_blocks()] == ["QuoteBlock"]


@pytest.mark.parametrize("consent", [Photo.Consent.NOT_ASSESSED, Photo.Consent.WITHDRAWN])
def test_a_photo_that_may_not_be_shown_leaves_the_page_closed_up(client, consent):
    photo = make_photo()
    article = make_article(slug="release", lead_photo=photo)
    add_photo(article, photo)
    assert "<img" in client.get("/en/news/release/").text
    Photo.objects.update(consent=consent)
    for path in ("/en/news/release/", "/en/news/", "/en/"):
        html = client.get(path).text
        assert "<figure" not in html
        assert photo.folder_token not in html


def test_a_photo_never_appears_without_its_credit(client):
    photo = make_photo()
    article = make_article(slug="release", lead_photo=photo)
    add_photo(article, photo)
    for path in ("/en/news/release/", "/en/news/", "/en/"):
        html = tight(client.get(path).text)
        pictures = html.count('<img src="/media/photos')
        assert pictures >= 1
        assert html.count("Photo by Son Sang-min</span>") == pictures


def test_an_article_says_what_keeps_it_from_being_public():
    article = make_article(
        title_en="", published_at_en=None, lead_photo=make_photo(alt_en="", photographer=None)
    )
    add_photo(article, make_photo(consent=Photo.Consent.REFUSED))
    assert len(article.publication_blockers("ko")) == 2
    assert len(article.publication_blockers("en")) == 4


def test_reading_time_is_counted_in_the_readers_language_or_said():
    article = make_article()
    add_text(article, body_ko=f"<p>{'가' * 1_500}</p>", body_en=f"<p>{'word ' * 530}</p>")
    with override("ko"):
        assert article.reading_minutes() == 3
    with override("en"):
        assert article.reading_minutes() == 2
    article.reading_minutes_override = 7
    assert article.reading_minutes() == 7
