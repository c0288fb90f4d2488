"""Two people save the same item: nothing that either wrote is lost without a word."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from events.models import Participation
from news.models import Article, TextBlock
from tests.support.admin_forms import open_form, save, sendable
from tests.support.builders import (
    add_participation,
    add_session,
    add_text,
    make_article,
    make_event,
    make_page,
    make_person,
    make_topic,
)
from tests.website.admin.admin_fuzzing import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """A browser of a colleague: `seat("mina")`."""

    def sit(name: str) -> Client:
        client = Client()
        words = {"first_name": name.title(), "is_staff": True, "is_superuser": True}
        client.force_login(get_user_model().objects.create_user(name, **words))
        return client

    return sit


def test_different_fields_are_joined(seat):
    mina, jun = seat("mina"), seat("jun")
    page = make_page(title_ko="처음", title_en="First", slug="first")
    of_mina, of_jun = open_form(mina, page), open_form(jun, page)
    assert save(mina, page, of_mina, title_ko="미나의 제목").status_code == 302
    saved = save(jun, page, of_jun, title_en="Jun's title")
    assert saved.status_code == 302
    page.refresh_from_db()
    assert (page.title_ko, page.title_en) == ("미나의 제목", "Jun's title")
    assert "Mina" in jun.get(saved["Location"]).text


def test_the_same_field_is_asked_about_and_both_texts_are_there(seat):
    mina, jun = seat("mina"), seat("jun")
    page = make_page(title_en="First", slug="first")
    of_mina, of_jun = open_form(mina, page), open_form(jun, page)
    save(mina, page, of_mina, title_en="Words of Mina")
    refused = save(jun, page, of_jun, title_en="Words of Jun")
    assert refused.status_code == 200
    assert "Words of Mina" in refused.text
    page.refresh_from_db()
    assert page.title_en == "Words of Mina"
    again = {
        name: value for name, value in fields_of(refused.text).held.items() if value is not None
    }
    assert again["title_en"] == "Words of Jun"
    assert save(jun, page, again).status_code == 302
    page.refresh_from_db()
    assert page.title_en == "Words of Jun"


def test_the_same_words_are_no_conflict(seat):
    mina, jun = seat("mina"), seat("jun")
    page = make_page(title_en="First", slug="first")
    of_mina, of_jun = open_form(mina, page), open_form(jun, page)
    save(mina, page, of_mina, title_en="The same")
    assert save(jun, page, of_jun, title_en="The same").status_code == 302


def test_choices_and_topics_are_joined(seat):
    mina, jun = seat("mina"), seat("jun")
    topic = make_topic("care")
    article = make_article(title_en="First", kind="news")
    of_mina, of_jun = open_form(mina, article), open_form(jun, article)
    save(mina, article, of_mina, topics=[topic.pk], kind="story", show_about_network="on")
    assert save(jun, article, of_jun, title_en="Second").status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert (article.kind, article.title_en, article.show_about_network) == ("story", "Second", True)
    assert list(article.topics.all()) == [topic]


def test_blocks_are_joined_and_asked_about(seat):
    mina, jun = seat("mina"), seat("jun")
    article = make_article(title_en="First")
    one = add_text(article, 10, body_en="<p>one</p>")
    two = add_text(article, 20, body_en="<p>two</p>")
    of_mina, of_jun = open_form(mina, article), open_form(jun, article)
    names = {
        of_mina[f"news_textblock_set-{n}-id"]: f"news_textblock_set-{n}-body_en" for n in range(2)
    }
    first, second = names[str(one.pk)], names[str(two.pk)]
    save(mina, article, of_mina, **{first: "<p>one by Mina</p>"})
    assert save(jun, article, of_jun, **{second: "<p>two by Jun</p>"}).status_code == 302
    bodies = dict(TextBlock.objects.values_list("pk", "body_en"))
    assert bodies == {one.pk: "<p>one by Mina</p>", two.pk: "<p>two by Jun</p>"}
    refused = save(jun, article, of_jun, **{first: "<p>one by Jun</p>"})
    assert refused.status_code == 200
    assert "one by Mina" in refused.text
    assert "one by Jun" in refused.text


def test_two_texts_are_offered_at_the_block_that_they_are_of(seat):
    mina, jun = seat("mina"), seat("jun")
    article = make_article(title_en="First")
    for number in range(3):
        add_text(article, number, body_en=f"<p>{number}</p>")
    of_mina, of_jun = open_form(mina, article), open_form(jun, article)
    body = "news_textblock_set-{}-body_en".format
    gone = {"news_textblock_set-0-DELETE": "on"}
    save(mina, article, of_mina, **gone, **{body(1): "<p>by Mina</p>"})
    refused = save(jun, article, of_jun, **{body(0): "<p>kept</p>", body(1): "<p>by Jun</p>"})
    assert refused.status_code == 200
    held = {name: str(value).strip() for name, value in sendable(refused.text).items()}
    assert held[body(0)] == "<p>by Jun</p>"
    # The first block has become the second, its text is in the form as a new one.
    assert re.findall(r'data-input="([^"]+)"', refused.text) == [body(0)]
    assert f'<a href="#id_{body(0)}">' in refused.text
    assert held[body(2)] == "<p>kept</p>"
    assert '<a href="#news_textblock_set-2">' in refused.text


def test_a_block_that_a_colleague_added_stays(seat):
    mina, jun = seat("mina"), seat("jun")
    article = make_article(title_en="First")
    add_text(article, 20, body_en="<p>old</p>")
    of_jun = open_form(jun, article)
    add_text(article, 10, body_en="<p>new, before it</p>")
    save(mina, article, open_form(mina, article), title_ko="제목")
    assert save(jun, article, of_jun, title_en="Second").status_code == 302
    bodies = TextBlock.objects.order_by("ordering").values_list("body_en", flat=True)
    assert list(bodies) == ["<p>new, before it</p>", "<p>old</p>"]


def test_people_in_a_programme_are_joined(seat):
    mina, jun = seat("mina"), seat("jun")
    event = make_event(title_en="Forum")
    session = add_session(event)
    people = [add_participation(session, make_person(name_en=f"P{n}"), order=n) for n in (1, 2)]
    of_mina, of_jun = open_form(mina, event), open_form(jun, event)
    role = "sessions-0-people-{}-job_title_en".format
    assert save(mina, event, of_mina, **{role(0): "by Mina"}).status_code == 302
    assert save(jun, event, of_jun, **{role(1): "by Jun"}).status_code == 302
    for participation in people:
        participation.refresh_from_db()
    assert [one.job_title_en for one in people] == ["by Mina", "by Jun"]


def event_with_a_person():
    event = make_event(title_en="Forum")
    add_participation(add_session(event), make_person(name_en="Kim"))
    return event


ROLE, SESSION_GOES = "sessions-0-people-0-job_title_en", {"sessions-0-DELETE": "on"}


def test_what_was_written_of_a_person_of_a_session_that_is_gone_is_in_the_form_again(seat):
    mina, jun = seat("mina"), seat("jun")
    event = event_with_a_person()
    of_mina, of_jun = open_form(mina, event), open_form(jun, event)
    assert save(mina, event, of_mina, **SESSION_GOES).status_code == 302
    refused = save(jun, event, of_jun, **{ROLE: "by Jun"})
    assert refused.status_code == 200
    assert save(jun, event, sendable(refused.text)).status_code == 302
    assert Participation.objects.get().job_title_en == "by Jun"


def test_a_session_of_which_nobody_wrote_goes_without_a_question(seat):
    mina, jun = seat("mina"), seat("jun")
    event = event_with_a_person()
    of_mina, of_jun = open_form(mina, event), open_form(jun, event)
    save(mina, event, of_mina, **SESSION_GOES)
    assert save(jun, event, of_jun, title_en="Assembly").status_code == 302
    assert not Participation.objects.exists()


def test_a_session_of_whose_person_somebody_wrote_is_not_deleted_unseen(seat):
    mina, jun = seat("mina"), seat("jun")
    event = event_with_a_person()
    of_mina, of_jun = open_form(mina, event), open_form(jun, event)
    save(jun, event, of_jun, **{ROLE: "by Jun"})
    refused = save(mina, event, of_mina, **SESSION_GOES)
    assert refused.status_code == 200
    assert "by Jun" in refused.text
    assert Participation.objects.get().job_title_en == "by Jun"


def added_person(held: dict, person) -> dict:
    """What a browser sends of a row that was added to the people of the session."""
    count = held["sessions-0-people-TOTAL_FORMS"]
    row = {"person": person.pk, "role": "moderator", "order": "9"}
    added = {f"sessions-0-people-{count}-{name}": value for name, value in row.items()}
    return {"sessions-0-people-TOTAL_FORMS": str(int(count) + 1), **added}


def test_a_session_to_which_somebody_added_a_person_is_not_deleted_unseen(seat):
    mina, jun = seat("mina"), seat("jun")
    event = event_with_a_person()
    of_mina, of_jun = open_form(mina, event), open_form(jun, event)
    added = added_person(of_jun, make_person(name_ko="이보라"))
    assert save(jun, event, of_jun, **added).status_code == 302
    refused = save(mina, event, of_mina, **SESSION_GOES)
    assert refused.status_code == 200
    assert "이보라" in refused.text
    assert Participation.objects.count() == 2
    assert save(mina, event, sendable(refused.text)).status_code == 302
    assert not Participation.objects.exists()


def test_a_person_who_is_added_to_a_session_that_is_gone_is_in_the_form_again(seat):
    mina, jun = seat("mina"), seat("jun")
    event = event_with_a_person()
    of_mina, of_jun = open_form(mina, event), open_form(jun, event)
    assert save(mina, event, of_mina, **SESSION_GOES).status_code == 302
    added = make_person(name_ko="이보라")
    refused = save(jun, event, of_jun, **added_person(of_jun, added))
    assert refused.status_code == 200
    assert "이보라" in refused.text
    assert save(jun, event, sendable(refused.text)).status_code == 302
    assert Participation.objects.filter(person=added).exists()


@pytest.mark.parametrize("loaded", ["", "[]", "{", "null", '{"title_en": 5}', "x" * 1000])
def test_nonsense_in_what_was_loaded_loses_nothing(seat, loaded):
    mina, jun = seat("mina"), seat("jun")
    page = make_page(title_en="First", slug="first")
    of_jun = open_form(jun, page)
    save(mina, page, open_form(mina, page), title_ko="제목")
    assert save(jun, page, of_jun | {"_loaded": loaded}).status_code in (200, 302)
