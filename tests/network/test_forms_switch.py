"""The switch for when somebody floods the forms: one click, and one click back."""

import pytest
from django.contrib.auth import get_user_model

from network import roles
from network.models import Network
from tests.builders import make_focal_point, make_network

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


def test_pressing_twice_does_not_undo(admin_client):
    make_network()
    for _press in range(2):
        admin_client.post("/admin/forms/", {"to": "closed"})
    assert Network.objects.get().forms_closed_at


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
    assert Network.objects.get().forms_closed_at
