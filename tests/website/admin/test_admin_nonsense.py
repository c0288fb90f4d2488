"""What a coordinator is told when an address or a form of the admin asks for the impossible."""

import re

import pytest
from django.db import DataError
from django.http import QueryDict

from cms.admin.edits import malformed_requests
from events.models import Event
from network.models import Topic
from tests.cms.admin.test_admin import message
from tests.support.builders import (
    add_quote,
    add_session,
    make_article,
    make_campaign,
    make_event,
    make_organisation,
    make_person,
    make_topic,
)
from tests.website.admin.admin_fuzzing import fields_of

pytestmark = pytest.mark.django_db


def form_of(staff, address: str) -> dict:
    held = fields_of(staff.get(address).text).held
    return {name: value for name, value in held.items() if value is not None}


UNUSABLE = [
    "id__regex=(((",
    "pk__range=1",
    "created_at__year=99999999",
    "state=%00",
    "kind__exact=nonsense",
    "kind__regex=(((",
    "kind__exact=%00",
    "in_ko=nonsense",
    "campaign__id__exact=99999999999999999999",
    "campaign__id__exact=x",
    "topics__id__in=1,x",
    "topics__id__range=1",
    "title_ko=x",
    "_to_field=password",
]


@pytest.mark.parametrize("query", UNUSABLE)
def test_a_list_is_shown_without_what_it_cannot_be_searched_by(staff, query):
    make_event(title_en="Founding day", campaign=make_campaign())
    make_campaign(slug="another")
    for more in ("", "&q=Founding"):
        response = staff.get(f"/admin/events/event/?{query}{more}", follow=True)
        assert "Founding day" in response.text
        name = re.split("=", query)[0]
        assert f"Shown without the search terms this list does not have: {name}=" in message(
            response
        )
        assert name not in response.request["QUERY_STRING"]
        assert ("q=" in response.request["QUERY_STRING"]) == bool(more)


def test_the_message_is_in_the_language_of_the_reader(staff):
    staff.cookies["django_language"] = "ko"
    response = staff.get("/admin/events/event/?id__regex=(((", follow=True)
    assert "이 목록에서 쓸 수 없는 검색 조건은 빼고 표시합니다: id__regex=(((" in message(response)


def test_what_a_list_offers_is_still_what_it_is_filtered_by(staff):
    topic = make_topic()
    event = make_event(title_en="Founding day")
    event.topics.add(topic)
    make_event(title_en="Lecture", slug="other")
    for query in (
        f"topics__id__exact={topic.pk}",
        "q=Founding",
        f"topics__id__exact={topic.pk}&o=-1",
    ):
        response = staff.get(f"/admin/events/event/?{query}")
        assert response.status_code == 200
        assert "Founding day" in response.text
        assert "Lecture" not in response.text
    assert staff.get("/admin/events/event/?campaign__isnull=True").status_code == 200
    assert (
        staff.get("/admin/events/event/?kind__exact=launch&status__exact=scheduled").status_code
        == 200
    )


def test_an_action_on_a_list_asked_for_in_vain_does_nothing(staff):
    event = make_event()
    sent = {"action": "delete_selected", "_selected_action": event.pk, "post": "yes"}
    response = staff.post("/admin/events/event/?id__regex=(((", sent, follow=True)
    assert "Shown without" in message(response)
    assert Event.objects.exists()


@pytest.mark.parametrize("key", ["x", "9" * 30, "-1", "\0", "1 OR 1=1"])
def test_a_choice_that_is_none_leaves_the_words_in_the_form(staff, key):
    """In a field of the form, in one of many, and in a row."""
    article = make_article(title_ko="기사")
    add_quote(article, person=make_person())
    address = f"/admin/news/article/{article.pk}/change/"
    form = form_of(staff, address)
    chosen = {
        "event": key,
        "see_also": [key, key],
        "topics": key,
        next(name for name in form if re.fullmatch("news_quoteblock_set-0-person", name)): key,
    }
    for name, value in chosen.items():
        response = staff.post(address, form | {"standfirst_ko": "새로 쓴 전문", name: value})
        assert (name, response.status_code) == (name, 200)
        assert "새로 쓴 전문" in response.text
        assert "errorlist" in response.text


@pytest.mark.parametrize("count", ["99999999", "-1", "x", "", "\0", "9" * 5000])
def test_a_number_of_rows_that_cannot_be_is_counted_anew(staff, count):
    event = make_event()
    session = add_session(event, title_ko="강연")
    address = f"/admin/events/event/{event.pk}/change/"
    form = form_of(staff, address)
    changed = {"sessions-0-title_ko": "새 이름", "sessions-0-event": "x"}
    for name in ("sessions-TOTAL_FORMS", "sessions-INITIAL_FORMS"):
        response = staff.post(address, form | changed | {name: count}, follow=True)
        session.refresh_from_db()
        assert session.title_ko == "새 이름", message(response)
        assert event.sessions.count() == 1


def test_rows_are_counted_where_their_number_is_missing_only():
    sent = QueryDict("a-TOTAL_FORMS=1&a-INITIAL_FORMS=0&a-0-name=x&a-1-name=y")
    assert malformed_requests.with_valid_form_counts(sent) is sent


def test_what_the_database_refuses_comes_back_as_it_was_typed(staff, monkeypatch):
    def refuse(*_args, **_words):
        raise DataError("integer out of range")

    topic = make_topic(slug="care")
    address = f"/admin/network/topic/{topic.pk}/change/"
    form = form_of(staff, address) | {"name_ko": "새 주제"}
    monkeypatch.setattr(Topic, "save", refuse)
    response = staff.post(address, form)
    assert response.status_code == 200
    assert "This could not be saved." in response.text
    assert "새 주제" in response.text


def test_a_field_that_is_no_reference_is_left_out_of_an_address(staff):
    organisation = make_organisation()
    address = f"/admin/members/organisation/{organisation.pk}/change/?_to_field="
    for field in ("contact_email", "x", ""):
        response = staff.get(address + field)
        assert response.status_code == 200
        assert "Part of the address of this form was left out." in message(response)
    assert message(staff.get(f"{address}id")) == ""


@pytest.mark.parametrize("field", ["articles", "x", "title", "event%00"])
def test_nothing_is_completed_where_nothing_is_chosen(staff, field):
    address = f"/admin/autocomplete/?app_label=events&model_name=campaign&field_name={field}&term=x"
    assert staff.get(address).status_code == 403
