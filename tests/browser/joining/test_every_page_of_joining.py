"""Every page of joining that `test_application_to_membership` does not pass: in a browser, each
once, on a phone in the dark and on a desk in the light by turns."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from joining.models import Application
from joining.privacy import access_links
from joining.review import referees, staff_actions, staff_transitions
from network.models import Network
from spam.models import Counter
from tests.browser.accessibility import faults
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.applying import make_form_objects
from tests.support.builders import make_application, make_colleague, make_draft, make_person

State = Application.State
LOOKS = (("dark", PHONE), ("light", DESKTOP))


@pytest.fixture
def form_objects(transactional_db):
    return make_form_objects(
        referees_needed=1,
        parent_name_en="Larger Network",
        parent_name_ko="큰 네트워크",
        parent_country_en="United States",
        parent_country_ko="미국",
    )


def address(subject, link_kind: str, rest: str = "") -> str:
    return f"join/{link_kind}/{access_links.token_for(subject, link_kind)}/{rest}"


def make_application_with_request(coordinator) -> Application:
    """Asked for files and referees, one of whom has been asked, too."""
    application = make_application(state=State.SCREENING, age="adult")
    application.referees.create(name="박추천", email="park@example.org")
    referees.ask_referees(application, coordinator)
    fields = ["logo", "document", "referees", "topics", "founded_year"]
    return staff_transitions.ask_applicant(application, coordinator, "정관을 보내 주세요.", fields)


def pages(coordinator) -> list[str]:
    application = make_application_with_request(coordinator)
    referee = application.referees.get()
    elsewhere = make_application(email="b@example.org")
    ended = address(elsewhere, "status")
    staff_actions.send_new_link(elsewhere, coordinator)
    erased = make_application(email="c@example.org")
    late = address(erased, "confirm")
    erased.delete()
    member = make_person(
        name_ko="이한결", name_en="Lee Han-gyeol", joined_on=timezone.localdate() - timedelta(1)
    )
    state = {"applicant_type": "individual", "state": State.ACCEPTED, "person": member}
    make_application(email="d@example.org", agrees_to_listing=True, **state)
    return [
        address(application, "status"),
        address(application, "status", "withdraw/"),
        address(referee, "referee"),
        ended,
        late,
        "join/status/aX.1.y/",
        address(member, "sign"),
        address(member, "sign", "profile/"),
        "join/AAAA/2/",
        "join/individual/",
        "join/sent/",
    ]


def check_page(page, where: str, heading: str = "") -> None:
    """`heading` shows that it is the page that is meant."""
    expect(page.locator("h1"), where).to_contain_text(heading)
    page.wait_for_load_state()
    assert (where, faults(page)) == (where, [])
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, where


def set_appearance(page, scheme: str, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})


def test_axe_finds_nothing_and_nothing_sticks_out(page, form_objects):
    coordinator = make_colleague("mina", "decide")
    looks = cycle((language, *one) for one in LOOKS for language in ("ko", "en"))
    for where, (language, scheme, size) in zip(pages(coordinator), looks, strict=False):
        set_appearance(page, scheme, size)
        page.goto(f"/{language}/{where}")
        check_page(page, where)


def test_pages_that_answer_a_button(page, live_server, form_objects, monkeypatch):
    """Too young, a draft deleted, a form closed, and one sent from elsewhere."""
    set_appearance(page, *LOOKS[0])
    page.goto("/en/join/individual/")
    page.locator("[name=age][value=child]").check()
    page.locator("main form.form .button-row .button").first.click()
    check_page(page, "under age", "together with a parent")

    monkeypatch.setattr("joining.form.drafts.hash_random_secret", lambda token: token)
    token = "Ab3" * 10
    draft = make_draft()
    type(draft).objects.update(token_hash=token, answers='{"fields": {}, "consents": {}}')
    page.goto(f"/en/join/{token}/delete/")
    check_page(page, "discard", "Delete what you have written?")
    page.locator("main form button").click()
    check_page(page, "discarded", "Everything is deleted")

    set_appearance(page, *LOOKS[1])
    application = make_application()
    page.goto(f"/en/{address(application, 'status', 'withdraw/')}")
    page.locator("main form button").click()
    check_page(page, "withdrawn", "You withdrew your application")

    Network.objects.update(joining_closed_at=timezone.now())
    Counter.objects.all().delete()
    page.goto("/en/join/organisation/")
    check_page(page, "closed", "This form is closed for the moment")

    link = address(make_application(email="e@example.org"), "status", "withdraw/")
    page.goto("about:blank")
    page.set_content(f'<form method="post" action="{live_server.url}/en/{link}"><button>!</button>')
    page.locator("button").click()
    check_page(page, "elsewhere", "Please send this from our page")
