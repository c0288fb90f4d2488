"""A refused form says what to correct, where it is, and loses nothing; publication asks first."""

import re

import pytest

from news.models import Article, TextBlock
from tests.support.admin_forms import address_of, open_form, save
from tests.support.builders import add_text, make_article, make_network, make_photo, yesterday

pytestmark = pytest.mark.django_db


def summary(html: str) -> list[tuple[str, str]]:
    """Shape: the id of the field, its label."""
    [note] = re.findall(r'id="error-summary"(.*?)</div>', html, flags=re.S)
    return re.findall(r'<a href="#([^"]*)">([^<]*)</a>', note)


def test_a_refusal_links_each_thing_to_its_field(staff):
    article = make_article()
    block = add_text(article)
    held = open_form(staff, article)
    page = save(staff, article, held, slug="no address!", **{"newstextblock-0-x": ""})
    assert page.status_code == 200
    links = dict(summary(page.text))
    assert links["id_slug"]
    for target in links:
        assert f'id="{target}"' in page.text
    assert "Not saved: see what to correct" in page.text
    assert 'value="no address!"' in page.text
    article.refresh_from_db()
    assert article.slug != "no address!"
    assert block.pk


def test_the_focus_is_where_the_refusal_says_what_is_wrong(staff):
    article = make_article()
    page = save(staff, article, open_form(staff, article), slug="no address!")
    assert re.search(r'<div class="errornote error-summary"[^>]* autofocus', page.text)


def test_a_form_that_is_opened_refuses_nothing(staff):
    page = staff.get(address_of(make_article()))
    assert "error-summary" not in page.text
    assert "Publish as it is" not in page.text


@pytest.fixture
def draft() -> Article:
    make_network()
    article = make_article(
        title_ko="함께 돌보는 사회", published_at_ko=None, title_en="", published_at_en=None
    )
    add_text(article, body_ko="<p>2025년 7월 9일(화)에 열렸다.</p>", body_en="")
    return article


def published(article: Article) -> bool:
    article.refresh_from_db()
    return article.published_at_ko is not None


def publish(staff, article: Article, **pressed):
    held = open_form(staff, article) | {"published_at_ko_choice": "now"}
    return save(staff, article, held | pressed)


def test_what_becomes_public_is_proofread_first(staff, draft):
    page = publish(staff, draft, standfirst_ko="고친 첫 문장.")
    assert page.status_code == 200
    assert "Not public yet. Please check this" in page.text
    assert 'name="_publish_as_it_is"' in page.text
    assert "고친 첫 문장." in page.text
    assert not published(draft)
    assert summary(page.text) == [("id_news_textblock_set-0-body_ko", "Text (Korean)")]
    assert draft.standfirst_ko != "고친 첫 문장."


def test_it_is_published_as_it_is_by_who_has_seen_what_there_is_to_check(staff, draft):
    page = publish(staff, draft, _publish_as_it_is="Publish as it is")
    assert page.status_code == 302
    assert published(draft)
    assert "please check" not in staff.get(page["Location"]).text


def test_a_photo_that_no_page_shows_is_told_before_publication_and_at_saving(staff):
    make_network()
    photo = make_photo(alt_ko="산책", alt_en="A walk", taken_down_at=yesterday())
    draft = make_article(lead_photo=photo, published_at_ko=None, published_at_en=None)
    page = publish(staff, draft)
    assert ("id_lead_photo", "Lead photo") in summary(page.text)
    assert not published(draft)
    saved = save(staff, draft, open_form(staff, draft))
    shown = staff.get(saved["Location"]).text
    assert "No page shows this photo (taken down)" in shown
    assert '<span class="missing-label">taken down</span>' in shown


def test_a_sound_text_is_published_at_once(staff, draft):
    TextBlock.objects.filter(parent=draft).delete()
    assert publish(staff, draft).status_code == 302
    assert published(draft)


def test_a_public_text_is_corrected_without_a_question(staff, draft):
    Article.objects.filter(pk=draft.pk).update(published_at_ko=yesterday())
    page = save(staff, draft, open_form(staff, draft), standfirst_ko="고친 첫 문장.")
    assert page.status_code == 302
    draft.refresh_from_db()
    assert draft.standfirst_ko == "고친 첫 문장."


def test_a_draft_is_saved_without_a_question(staff, draft):
    page = save(staff, draft, open_form(staff, draft), standfirst_ko="고친 첫 문장.")
    assert page.status_code == 302


def test_a_scheduled_text_is_proofread_when_it_is_scheduled(staff, draft):
    page = publish(staff, draft, published_at_ko_choice="hour")
    assert "Not public yet. Please check this" in page.text
    assert not published(draft)
