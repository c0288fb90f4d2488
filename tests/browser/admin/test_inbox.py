"""Applications in the admin. `test_application_to_membership` goes from here to a member."""

import itertools

import pytest
from django.test import Client
from playwright.sync_api import expect

from cms.declarations.roles import COORDINATORS
from joining.declarations.roles import REVIEWERS
from joining.models import Application
from joining.review import staff_actions, votes
from operations import group_permissions
from tests.browser.accessibility import faults
from tests.browser.window_sizes import DESKTOP, PHONE, look
from tests.support.builders import emails_to, make_application, make_colleague, make_network

INBOX = "/admin/joining/application/"
State = Application.State


def log_in(page, live_server, user) -> None:
    """Another colleague sits down at the browser."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.fixture
def colleagues(transactional_db):
    group_permissions.apply_roles()
    make_network(votes_needed=1)
    people = {name: make_colleague(name, first_name=name.title()) for name in ("mina", "jun")}
    people["mina"].groups.set(COORDINATORS.groups())
    people["jun"].groups.set(REVIEWERS.groups())
    return people


def test_a_refusal_goes_out_as_it_was_read_last(page, live_server, colleagues):
    application = make_application(state=State.VOTING)
    votes.cast_vote(application, colleagues["jun"], "against")
    log_in(page, live_server, colleagues["mina"])
    page.goto(f"{INBOX}{application.pk}/decline/")
    expect(page.locator(".email").get_by_text("김담당")).to_be_visible()
    words = page.get_by_label("메일 내용", exact=True)
    words.fill("김담당 님께\n\n올해는 어렵겠습니다.\n\n고맙습니다.")
    page.get_by_role("button", name="가입 거절").click()
    expect(page.locator(".email").get_by_text("올해는 어렵겠습니다.")).to_be_visible()
    assert not emails_to("office@example.org").exists()
    page.get_by_role("button", name="가입 거절").click()
    expect(page.locator(".summary-line .state")).to_have_text("거절")
    assert "올해는 어렵겠습니다." in emails_to("office@example.org").get().text


def test_axe_finds_nothing_and_nothing_sticks_out(page, live_server, colleagues):
    log_in(page, live_server, colleagues["mina"])
    voted_on = make_application(state=State.VOTING, website="https://kind-fathers.example/" * 4)
    staff_actions.add_note(voted_on, colleagues["mina"], "긴글" * 200)
    votes.cast_vote(voted_on, colleagues["jun"], "for", "좋습니다.")
    voted_on.referees.create(name="박추천", organisation="나란히", email="park@example.org")
    checked = make_application(state=State.SCREENING, email="b@example.org")
    raid = make_application(
        state=State.QUARANTINE,
        email="c@example.org",
        spam_score=9,
        spam_signs=["links", "repeated"],
    )
    addresses = [
        INBOX,
        f"{INBOX}export/",
        f"{INBOX}{voted_on.pk}/",
        f"{INBOX}{voted_on.pk}/accept/",
        f"{INBOX}{voted_on.pk}/decline/",
        f"{INBOX}{checked.pk}/ask/",
        f"{INBOX}{raid.pk}/",
        "/admin/members/agreement/ask-to-sign/",
    ]
    for address in addresses:
        page.goto(address)
        for scheme, size in itertools.product(("light", "dark"), (PHONE, DESKTOP)):
            look(page, scheme, size)
            assert (scheme, address, faults(page)) == (scheme, address, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
    assert page.console_errors == []
