"""The switch for when somebody floods the forms: one click, and one click back."""

import pytest
from django.contrib.auth import get_user_model

from concerns.models import Guidance
from gate import keeping, limits
from gate.models import Tally
from network import roles
from network.models import Network, PublicPart
from tests.builders import make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db


def test_one_click_closes_all_forms_and_one_opens_them(admin_client, client):
    make_network()
    make_focal_point()
    assert client.get("/ko/concern/").status_code == 200
    answer = admin_client.post("/admin/forms/", {"to": "closed"}, follow=True)
    assert "공개 양식을 모두 닫았습니다." in answer.text
    assert "양식 다시 열기" in answer.text
    assert client.get("/ko/concern/").status_code == 503
    admin_client.post("/admin/forms/", {"to": "open"})
    assert client.get("/ko/concern/").status_code == 200
    history = admin_client.get("/admin/network/network/1/history/").text
    assert "공개 양식을 모두 닫았습니다." in history


@pytest.mark.parametrize(
    ("part", "closed"),
    [
        ("joining", {"/ko/join/organisation/"}),
        ("concerns", {"/ko/concern/", "/ko/concern/answer/"}),
        ("contacts", {"contact"}),
    ],
)
def test_each_is_closed_for_itself(admin_client, client, part, closed):
    contact = make_contact()
    make_network(contact=contact)
    make_focal_point()
    Guidance.objects.create(urgent_help_ko="여성긴급전화 1366")
    answer = admin_client.post("/admin/forms/", {"part": part, "to": "closed"}, follow=True)
    assert f'name="part" value="{part}"' in answer.text
    found = {
        address
        for address in ("/ko/join/organisation/", "/ko/concern/", "/ko/concern/answer/")
        if client.get(address).status_code == 503
    }
    revealed = client.post(f"/ko/contacts/{contact.pk}/")
    found |= {"contact"} if revealed.status_code == 503 else set()
    assert found == closed
    if part == "concerns":
        assert "1366" in client.get("/ko/concern/").text
    if part == "contacts":
        assert contact.email not in revealed.text
        assert "/ko/concern/" in revealed.text
    admin_client.post("/admin/forms/", {"part": part, "to": "open"})
    assert not any(map(Network.objects.get().is_closed, PublicPart))


def test_what_is_closed_already_keeps_its_moment(admin_client):
    make_network()
    admin_client.post("/admin/forms/", {"part": "joining", "to": "closed"})
    before = Network.objects.get().joining_closed_at
    admin_client.post("/admin/forms/", {"to": "closed"})
    network = Network.objects.get()
    assert network.joining_closed_at == before
    assert all(map(network.is_closed, PublicPart))


@pytest.mark.parametrize("part", ["", "nonsense", "id", "\x00"])
def test_there_is_no_other_switch(admin_client, part):
    make_network()
    assert admin_client.post("/admin/forms/", {"part": part, "to": "closed"}).status_code == 404


def test_the_desk_is_told_when_very_many_come(admin_client):
    make_network()
    assert "한 시간에" not in admin_client.get("/admin/").text
    for _form in range(3):
        Tally.objects.add_one("join.passed", "", limits.AN_HOUR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "FROM_ALL", 2)
        assert "한 시간에 3건" in admin_client.get("/admin/").text


def test_pressing_twice_does_not_undo(admin_client):
    make_network()
    for _press in range(2):
        admin_client.post("/admin/forms/", {"to": "closed"})
    assert Network.objects.get().joining_closed_at


def test_only_coordinators_have_the_switch(client):
    make_network()
    roles.apply()
    user = get_user_model().objects.create_user("editor", is_staff=True)
    user.groups.set(roles.EDITORS.groups())
    client.force_login(user)
    assert "/admin/forms/" not in client.get("/admin/").text
    assert client.post("/admin/forms/", {"to": "closed"}).status_code == 403
    user.groups.set(roles.COORDINATORS.groups())
    assert client.post("/admin/forms/", {"to": "closed"}).status_code == 302
    assert Network.objects.get().joining_closed_at
