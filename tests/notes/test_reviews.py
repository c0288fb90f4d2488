"""Colleagues are asked to read an item, and their answer says which text it was about."""

import pytest
from django.urls import reverse

from notes.models import Review
from tests.notes.note_writers import make_colleague, notes_url, sit, write
from tests.support.admin_forms import address_of, open_form, save
from tests.support.builders import make_article, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina():
    make_network()
    return make_colleague("mina", is_superuser=True)


@pytest.fixture
def joon():
    return make_colleague("joon", "view_article")


def answer_fine(user, item) -> None:
    page = sit(user).get(address_of(item)).text
    etag = page.split('name="etag" value="')[1].split('"')[0]
    sit(user).post(f"{notes_url(item)}fine/", {"etag": etag})


def test_who_is_asked_sees_it_until_the_answer_and_a_change_outdates_it(mina, joon):
    article = make_article()
    write(mina, article, "@joon please", asks_for_review="on")
    assert "panel-reviews" in sit(joon).get(reverse("admin:index")).text
    answer_fine(joon, article)
    assert Review.objects.get().is_fine
    assert "panel-reviews" not in sit(joon).get(reverse("admin:index")).text
    page = sit(mina).get(address_of(article)).text
    assert "읽음: 문제없음" in page
    assert "이후 수정됨" not in page
    form = open_form(sit(mina), article)
    save(sit(mina), article, form, title_ko="다른 제목")
    assert "이후 수정됨" in sit(mina).get(address_of(article)).text


def test_an_answer_is_about_the_text_that_the_reader_saw(mina, joon):
    article = make_article()
    write(mina, article, "@joon please", asks_for_review="on")
    page = sit(joon).get(address_of(article)).text
    etag = page.split('name="etag" value="')[1].split('"')[0]
    save(sit(mina), article, open_form(sit(mina), article), title_ko="다른 제목")
    sit(joon).post(f"{notes_url(article)}fine/", {"etag": etag})
    assert "이후 수정됨" in sit(mina).get(address_of(article)).text


def test_a_note_answers_too(mina, joon):
    article = make_article()
    write(mina, article, "@joon please", asks_for_review="on")
    write(joon, article, "The figure is wrong.")
    review = Review.objects.get()
    assert (review.answered_at is not None, review.is_fine) == (True, False)


def dashboard_answers(user) -> str:
    """What the panel of answers says; empty without one."""
    page = sit(user).get(reverse("admin:index")).text
    _before, found, panel = page.partition("panel-answers")
    return panel.partition("</section>")[0] if found else ""


def test_who_asked_sees_the_answer_on_the_first_page_until_the_item_was_opened(mina, joon):
    article = make_article(title_ko="출범 보도자료")
    write(mina, article, "@joon please", asks_for_review="on")
    assert dashboard_answers(mina) == ""
    answer_fine(joon, article)
    assert dashboard_answers(joon) == ""
    panel = dashboard_answers(mina)
    assert "출범 보도자료" in panel
    assert "읽음: 문제없음 · Joon" in panel
    # A colleague who looks at it leaves it new to whoever asked.
    sit(joon).get(address_of(article))
    assert dashboard_answers(mina) == panel
    page = sit(mina).get(address_of(article)).text
    assert 'class="notes-new"' in page
    assert dashboard_answers(mina) == ""
    assert 'class="notes-new"' not in sit(mina).get(address_of(article)).text


def test_an_answer_by_a_note_is_announced_too(mina, joon):
    article = make_article()
    write(mina, article, "@joon please", asks_for_review="on")
    write(joon, article, "The figure is wrong.")
    assert "읽음: 메모로 답함 · Joon" in dashboard_answers(mina)


def test_an_older_answer_is_seen_with_a_newer_request(mina, joon):
    article = make_article()
    write(mina, article, "@joon please", asks_for_review="on")
    answer_fine(joon, article)
    write(mina, article, "@joon once more", asks_for_review="on")
    sit(mina).get(address_of(article))
    assert dashboard_answers(mina) == ""


def test_asking_names_somebody(mina, joon):
    article = make_article()
    assert "@ 뒤에" in write(mina, article, "please", asks_for_review="on").text
    assert not Review.objects.exists()


def test_who_was_not_asked_has_nothing_to_answer(mina, joon):
    article = make_article()
    write(mina, article, "@joon please", asks_for_review="on")
    sit(mina).post(f"{notes_url(article)}fine/", {"etag": "0/"})
    assert Review.objects.get().answered_at is None
    assert sit(make_colleague("other")).post(f"{notes_url(article)}fine/").status_code == 403
