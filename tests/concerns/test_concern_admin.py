"""The group alone reads concerns, and each reading is noted."""

import pytest
from django.contrib.auth import get_user_model

from concerns.models import Concern, ConcernAccessLogEntry
from tests.support.builders import make_concern, make_focal_point, make_network

pytestmark = pytest.mark.django_db

SECRET = "<b>회의</b>가 끝난 뒤에 겪은 일입니다"


@pytest.fixture
def concern() -> Concern:
    make_network()
    return make_concern(description=SECRET)[0]


@pytest.fixture
def reader_client(client, concern):
    client.force_login(make_focal_point())
    client.cookies["django_language"] = "en"
    return client


def change_url(concern: Concern) -> str:
    return f"/admin/concerns/concern/{concern.pk}/change/"


def form(**values) -> dict:
    return {"state": "in-progress", "answer": "", "notes": ""} | values


def test_a_concern_is_read_shut_and_as_plain_text(reader_client, concern):
    html = reader_client.get(change_url(concern)).text
    assert "&lt;b&gt;회의&lt;/b&gt;가 끝난 뒤에" in html
    assert '<details class="submitted-text"><summary>' in html
    assert [
        (entry.concern_pk, entry.name, entry.action)
        for entry in ConcernAccessLogEntry.objects.all()
    ] == [(concern.pk, "focal", "read")]


def test_lists_and_messages_hold_nothing_of_a_concern(reader_client, concern):
    html = reader_client.get("/admin/concerns/concern/").text
    assert f"Concern {concern.pk}" in html
    assert "끝난 뒤에" not in html
    saved = reader_client.post(change_url(concern), form(notes="내부 메모"), follow=True)
    assert f"Saved: Concern {concern.pk}" in saved.text
    history = reader_client.get(f"/admin/concerns/concern/{concern.pk}/history/").text
    assert "내부 메모" not in history
    assert "끝난 뒤에" not in history


def test_the_group_answers_closes_and_opens_again(reader_client, concern):
    reader_client.post(change_url(concern), form(state="closed", answer="조사를 마쳤습니다."))
    concern.refresh_from_db()
    assert concern.closed_at
    assert concern.answered_at
    assert concern.description == SECRET
    reader_client.post(change_url(concern), form(state="in-progress", answer="조사를 마쳤습니다."))
    concern.refresh_from_db()
    assert (concern.closed_at, concern.answer) == (None, "조사를 마쳤습니다.")
    assert [entry.action for entry in ConcernAccessLogEntry.objects.all()] == ["changed", "changed"]


def test_deleting_is_noted_and_outlives_the_concern(reader_client, concern):
    reader_client.post(f"/admin/concerns/concern/{concern.pk}/delete/", {"post": "yes"})
    assert not Concern.objects.exists()
    entry = ConcernAccessLogEntry.objects.get()
    assert (entry.concern_pk, entry.action) == (
        concern.pk,
        "deleted",
    )


def test_the_dashboard_says_how_many_are_open(reader_client):
    assert "1 concern is open" in reader_client.get("/admin/").text


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_outside_the_group_sees_that_there_are_any(client, concern, is_superuser):
    user = get_user_model().objects.create_user(
        "other", is_staff=True, is_superuser=is_superuser, password="x"
    )
    client.force_login(user)
    for page in (change_url(concern), "/admin/concerns/concern/"):
        assert client.get(page).status_code == 403
    assert client.post(change_url(concern), form()).status_code == 403
    html = client.get("/admin/").text
    assert "/admin/concerns/concern/" not in html
    assert "고충 1건" not in html
    assert not ConcernAccessLogEntry.objects.exists()


def test_the_record_of_readers_is_written_by_nobody(admin_client, reader_client, concern):
    reader_client.get(change_url(concern))
    entry = ConcernAccessLogEntry.objects.get()
    html = admin_client.get("/admin/concerns/concernaccesslogentry/").text
    assert "focal" in html
    assert "끝난 뒤에" not in html
    change = f"/admin/concerns/concernaccesslogentry/{entry.pk}/change/"
    assert admin_client.post(change, {"name": "somebody"}).status_code == 403
    assert (
        admin_client.post(f"/admin/concerns/concernaccesslogentry/{entry.pk}/delete/").status_code
        == 403
    )
    assert admin_client.get("/admin/concerns/concernaccesslogentry/add/").status_code == 403


def test_lists_ask_the_same_number_of_questions(reader_client, django_assert_num_queries):
    for _round in range(2):
        for _number in range(2):
            make_concern()
        with django_assert_num_queries(7):
            reader_client.get("/admin/concerns/concern/")
