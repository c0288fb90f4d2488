"""The group alone reads concerns, and each reading is noted."""

import pytest
from django.contrib.auth import get_user_model

from concerns.models import Access, Concern
from tests.builders import make_concern, make_focal_point, make_network

pytestmark = pytest.mark.django_db

SECRET = "<b>회의</b>가 끝난 뒤에 겪은 일입니다"


@pytest.fixture
def concern() -> Concern:
    make_network()
    return make_concern(words=SECRET)[0]


@pytest.fixture
def desk(client, concern):
    client.force_login(make_focal_point())
    client.cookies["django_language"] = "en"
    return client


def address(concern: Concern) -> str:
    return f"/admin/concerns/concern/{concern.pk}/change/"


def form(**words) -> dict:
    return {"state": "in-hand", "answer": "", "notes": ""} | words


def test_a_concern_is_read_shut_and_as_plain_text(desk, concern):
    html = desk.get(address(concern)).text
    assert "&lt;b&gt;회의&lt;/b&gt;가 끝난 뒤에" in html
    assert '<details class="strangers-words"><summary>' in html
    assert [(entry.number, entry.name, entry.what) for entry in Access.objects.all()] == [
        (concern.pk, "focal", "read")
    ]


def test_lists_and_messages_hold_nothing_of_a_concern(desk, concern):
    html = desk.get("/admin/concerns/concern/").text
    assert f"Concern {concern.pk}" in html
    assert "끝난 뒤에" not in html
    saved = desk.post(address(concern), form(notes="내부 메모"), follow=True)
    assert f"Saved: Concern {concern.pk}" in saved.text
    history = desk.get(f"/admin/concerns/concern/{concern.pk}/history/").text
    assert "내부 메모" not in history
    assert "끝난 뒤에" not in history


def test_the_group_answers_closes_and_opens_again(desk, concern):
    desk.post(address(concern), form(state="closed", answer="조사를 마쳤습니다."))
    concern.refresh_from_db()
    assert concern.closed_at
    assert concern.answered_at
    assert concern.words == SECRET
    desk.post(address(concern), form(state="in-hand", answer="조사를 마쳤습니다."))
    concern.refresh_from_db()
    assert (concern.closed_at, concern.answer) == (None, "조사를 마쳤습니다.")
    assert [entry.what for entry in Access.objects.all()] == ["changed", "changed"]


def test_deleting_is_noted_and_outlives_the_concern(desk, concern):
    desk.post(f"/admin/concerns/concern/{concern.pk}/delete/", {"post": "yes"})
    assert not Concern.objects.exists()
    assert (Access.objects.get().number, Access.objects.get().what) == (concern.pk, "deleted")


def test_the_desk_says_how_many_wait(desk):
    assert "1 concern is open" in desk.get("/admin/").text


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_outside_the_group_sees_that_there_are_any(client, concern, is_superuser):
    user = get_user_model().objects.create_user(
        "other", is_staff=True, is_superuser=is_superuser, password="x"
    )
    client.force_login(user)
    for page in (address(concern), "/admin/concerns/concern/"):
        assert client.get(page).status_code == 403
    assert client.post(address(concern), form()).status_code == 403
    html = client.get("/admin/").text
    assert "/admin/concerns/concern/" not in html
    assert "고충 1건" not in html
    assert not Access.objects.exists()


def test_the_record_of_readers_is_written_by_nobody(admin_client, desk, concern):
    desk.get(address(concern))
    entry = Access.objects.get()
    html = admin_client.get("/admin/concerns/access/").text
    assert "focal" in html
    assert "끝난 뒤에" not in html
    change = f"/admin/concerns/access/{entry.pk}/change/"
    assert admin_client.post(change, {"name": "somebody"}).status_code == 403
    assert admin_client.post(f"/admin/concerns/access/{entry.pk}/delete/").status_code == 403
    assert admin_client.get("/admin/concerns/access/add/").status_code == 403


def test_lists_ask_the_same_number_of_questions(desk, django_assert_num_queries):
    for _round in range(2):
        for _number in range(2):
            make_concern()
        with django_assert_num_queries(9):
            desk.get("/admin/concerns/concern/")
