"""The switch for when somebody floods the forms: one click, and one click back."""

import pytest
from django.contrib.auth import get_user_model

from cms.declarations.roles import COORDINATORS, EDITORS
from concerns.models import Guidance
from network.models import Network, PublicFeature
from operations import group_permissions
from spam import limits_and_periods, rate_limiting
from spam.models import Counter
from tests.support.builders import make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db


def test_one_click_closes_all_forms_and_one_opens_them(admin_client, client):
    make_network()
    make_focal_point()
    assert client.get("/ko/concern/").status_code == 200
    answer = admin_client.post("/admin/forms/", {"to": "closed"}, follow=True)
    assert "모든 양식의 접수를 중단했습니다." in answer.text
    assert "모든 양식 접수 다시 시작" in answer.text
    assert client.get("/ko/concern/").status_code == 503
    admin_client.post("/admin/forms/", {"to": "open"})
    assert client.get("/ko/concern/").status_code == 200
    history = admin_client.get("/admin/network/network/1/history/").text
    assert "모든 양식의 접수를 중단했습니다." in history


@pytest.mark.parametrize(
    ("feature", "closed"),
    [
        ("joining", {"/ko/join/organisation/"}),
        ("concerns", {"/ko/concern/", "/ko/concern/answer/"}),
        ("contacts", {"contact"}),
    ],
)
def test_each_is_closed_for_itself(admin_client, client, feature, closed):
    contact = make_contact()
    make_network(contact=contact)
    make_focal_point()
    Guidance.objects.create(urgent_help_ko="여성긴급전화 1366")
    answer = admin_client.post("/admin/forms/", {"feature": feature, "to": "closed"}, follow=True)
    assert f'name="feature" value="{feature}"' in answer.text
    found = {
        address
        for address in ("/ko/join/organisation/", "/ko/concern/", "/ko/concern/answer/")
        if client.get(address).status_code == 503
    }
    revealed = client.post(f"/ko/contacts/{contact.pk}/")
    found |= {"contact"} if revealed.status_code == 503 else set()
    assert found == closed
    if feature == "concerns":
        assert "1366" in client.get("/ko/concern/").text
    if feature == "contacts":
        assert contact.email not in revealed.text
        assert "/ko/concern/" in revealed.text
    admin_client.post("/admin/forms/", {"feature": feature, "to": "open"})
    assert not any(map(Network.objects.get().is_closed, PublicFeature))


def test_a_closed_form_promises_no_contact_that_is_hidden(admin_client, client):
    make_network(contact=make_contact())
    make_focal_point()
    admin_client.cookies["django_language"] = "en"
    closed = admin_client.post(
        "/admin/forms/", {"feature": "concerns", "to": "closed"}, follow=True
    ).text
    assert "Visitors read how to reach the network instead." in closed
    assert "please write to us" in client.get("/en/concern/").text
    hidden = admin_client.post(
        "/admin/forms/", {"feature": "contacts", "to": "closed"}, follow=True
    )
    assert "Contact details: not shown" in " ".join(hidden.text.split())
    assert "visitors have no way to write to you" in hidden.text
    assert "please write to us" not in client.get("/en/concern/").text
    admin_client.post("/admin/forms/", {"feature": "concerns", "to": "open"})
    page = admin_client.get("/admin/").text
    assert "how to reach the network instead" not in page
    assert "no way to write to you" not in page


def test_what_is_closed_already_keeps_its_moment(admin_client):
    make_network()
    admin_client.post("/admin/forms/", {"feature": "joining", "to": "closed"})
    before = Network.objects.get().joining_closed_at
    admin_client.post("/admin/forms/", {"to": "closed"})
    network = Network.objects.get()
    assert network.joining_closed_at == before
    assert all(map(network.is_closed, PublicFeature))


@pytest.mark.parametrize("feature", ["", "nonsense", "id", "\x00"])
def test_there_is_no_other_switch(admin_client, feature):
    make_network()
    assert (
        admin_client.post("/admin/forms/", {"feature": feature, "to": "closed"}).status_code == 404
    )


def test_the_admin_is_told_when_very_many_come(admin_client):
    make_network()
    assert "한 시간에" not in admin_client.get("/admin/").text
    for _form in range(3):
        Counter.objects.increment("join.passed", "", rate_limiting.HOUR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits_and_periods, "REPEATED_FORMS", 2)
        assert "한 시간에 3건" in admin_client.get("/admin/").text


def test_pressing_twice_does_not_undo(admin_client):
    make_network()
    for _press in range(2):
        admin_client.post("/admin/forms/", {"to": "closed"})
    assert Network.objects.get().joining_closed_at


def test_only_coordinators_have_the_switch(client):
    make_network()
    group_permissions.apply_roles()
    user = get_user_model().objects.create_user("editor", is_staff=True)
    user.groups.set(EDITORS.groups())
    client.force_login(user)
    assert 'action="/admin/forms/"' not in client.get("/admin/").text
    assert client.post("/admin/forms/", {"to": "closed"}).status_code == 403
    user.groups.set(COORDINATORS.groups())
    assert 'action="/admin/forms/"' in client.get("/admin/").text
    assert client.post("/admin/forms/", {"to": "closed"}).status_code == 302
    assert Network.objects.get().joining_closed_at
