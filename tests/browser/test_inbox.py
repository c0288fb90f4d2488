"""An application on its way through the desk, as coordinators and reviewers walk it."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from letters.models import Letter
from members import joining
from members.models import Application, Organisation
from network import roles
from tests.browser.sizes import DESKTOP, PHONE
from tests.builders import make_application, make_colleague, make_network

INBOX = "/admin/members/application/"
State = Application.State


def log_in(page, live_server, user) -> None:
    """Another colleague sits down at the browser."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.fixture
def colleagues(transactional_db):
    roles.apply()
    make_network(votes_needed=1)
    people = {
        name: make_colleague(name, first_name=name.title()) for name in ("mina", "jun", "ara")
    }
    people["mina"].groups.set(roles.COORDINATORS.groups())
    people["jun"].groups.set(roles.REVIEWERS.groups())
    people["ara"].groups.set(roles.REVIEWERS.groups())
    return people


def open_application(page, application: Application) -> None:
    page.goto(f"{INBOX}{application.pk}/")


def state(page) -> str:
    return page.locator(".standing .state").inner_text()


def test_from_the_inbox_to_the_draft_of_a_member(page, live_server, colleagues):
    application = make_application()
    log_in(page, live_server, colleagues["mina"])
    page.goto("/admin/")
    page.get_by_role("link", name="처리할 신청").click()
    page.get_by_role("link", name="다정한아빠모임").click()
    page.get_by_role("button", name="담당하기").click()
    assert state(page) == "검토 중"

    page.get_by_role("link", name="신청자에게 질문").click()
    page.get_by_label("질문").fill("언제부터 활동하셨나요?")
    page.get_by_label("창립 연도").check()
    page.get_by_role("button", name="신청자에게 질문").click()
    assert state(page) == "보완 요청"
    joining.answer(Application.objects.get(), {"founded_year": 2015})

    open_application(page, application)
    assert page.get_by_role("definition").filter(has_text="2015").is_visible()
    page.get_by_role("button", name="심사에 올리기").click()
    assert page.get_by_text("찬성이나 반대 1표가 더 필요합니다.").first.is_visible()

    log_in(page, live_server, colleagues["ara"])
    open_application(page, application)
    page.get_by_label("이해관계가 있어 표결하지 않습니다").check()
    page.get_by_role("button", name="표결하기").click()
    assert page.get_by_role("button", name="표결하기").count() == 0

    log_in(page, live_server, colleagues["jun"])
    open_application(page, application)
    assert page.get_by_role("heading", name="다음 단계").count() == 0
    page.get_by_label("찬성").check()
    page.get_by_label("의견").fill("함께하면 좋겠습니다.")
    page.get_by_role("button", name="표결하기").click()
    assert page.get_by_text("찬성 1, 반대 0, 기권 0").is_visible()

    log_in(page, live_server, colleagues["mina"])
    open_application(page, application)
    assert page.get_by_text("함께하면 좋겠습니다.").is_visible()
    page.get_by_role("link", name="가입 승인").click()
    assert page.get_by_role("definition").filter(has_text="Kind Fathers").is_visible()
    page.get_by_role("button", name="가입 승인").click()
    made = Organisation.objects.get()
    assert urlsplit(page.url).path == f"/admin/members/organisation/{made.pk}/change/"
    assert page.locator("#id_name_en").input_value() == "Kind Fathers"
    assert page.console_errors == []


def test_a_refusal_goes_out_as_it_was_read_last(page, live_server, colleagues):
    application = make_application(state=State.REVIEW)
    joining.vote(application, colleagues["jun"], "against")
    log_in(page, live_server, colleagues["mina"])
    page.goto(f"{INBOX}{application.pk}/decline/")
    assert page.locator(".letter").get_by_text("김담당").is_visible()
    page.get_by_label("메일", exact=True).fill("김담당 님께\n\n올해는 어렵겠습니다.\n\n고맙습니다.")
    page.get_by_role("button", name="가입 거절").click()
    assert page.locator(".letter").get_by_text("올해는 어렵겠습니다.").is_visible()
    assert not Letter.objects.filter(recipient="office@example.org").exists()
    page.get_by_role("button", name="가입 거절").click()
    assert state(page) == "거절"
    assert "올해는 어렵겠습니다." in Letter.objects.get(recipient="office@example.org").text


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(page, live_server, colleagues, scheme, size):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    log_in(page, live_server, colleagues["mina"])
    voted_on = make_application(state=State.REVIEW, website="https://kind-fathers.example/" * 4)
    joining.note(voted_on, colleagues["mina"], "긴글" * 200)
    joining.vote(voted_on, colleagues["jun"], "for", "좋습니다.")
    checked = make_application(state=State.SCREENING, email="b@example.org")
    raid = make_application(state=State.QUARANTINE, email="c@example.org", hostility=9)
    for address in (
        INBOX,
        f"{INBOX}export/",
        f"{INBOX}{voted_on.pk}/",
        f"{INBOX}{voted_on.pk}/accept/",
        f"{INBOX}{voted_on.pk}/decline/",
        f"{INBOX}{checked.pk}/ask/",
        f"{INBOX}{raid.pk}/",
        "/admin/members/agreement/ask-to-sign/",
    ):
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
    assert page.console_errors == []
