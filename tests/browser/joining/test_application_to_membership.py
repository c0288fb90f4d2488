"""The whole way in, as everybody on it walks it: apply, confirm, answer, vote, accept, sign,
complete the page, publish, and there it is for visitors. The outbox is everybody's mailbox."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from cms.declarations.roles import COORDINATORS, Role
from joining.declarations.roles import REVIEWERS as REVIEWERS_ROLE
from joining.models import Application, Signature
from members.models import Organisation, Person
from operations import group_permissions
from spam import limits_and_periods
from tests.browser.accessibility import faults
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support import making_documents
from tests.support.applying import make_form_objects
from tests.support.builders import emails_to, make_colleague, make_organisation

INBOX = "/admin/joining/application/"
REVIEWERS = ("jun", "ara")


@pytest.fixture(autouse=True)
def form_objects(transactional_db, monkeypatch):
    # Nobody waits for a person here; `tests/spam_check` tries the time.
    monkeypatch.setattr(limits_and_periods, "MIN_FILL_IN_TIME", timedelta(0))
    make_form_objects(
        parent_name_ko="큰 네트워크",
        parent_name_en="Larger Network",
        parent_country_ko="미국",
        parent_country_en="United States",
        referees_needed=1,
        votes_needed=len(REVIEWERS),
    )
    group_permissions.apply_roles()


@pytest.fixture
def open_browser(browser: Browser, live_server):
    """A browser of their own for each colleague: `open_browser("mina", COORDINATORS)`."""
    opened = []

    def open_for(name: str, role: Role) -> Page:
        user = make_colleague(name, first_name=name.title())
        user.groups.set(role.groups())
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, locale="ko-KR")
        opened.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        context.set_default_timeout(30_000)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()


@pytest.fixture
def coordinator(open_browser) -> Page:
    return open_browser("mina", COORDINATORS)


@pytest.fixture
def reviewers(open_browser) -> dict[str, Page]:
    return {name: open_browser(name, REVIEWERS_ROLE) for name in REVIEWERS}


def newest_link_to(recipient: str, kind: str) -> str:
    """The address in somebody's newest e-mail that opens pages of a kind."""
    emails = emails_to(recipient).order_by("pk")
    *_older, link = [word for email in emails for word in email.text.split() if kind in word]
    return link.removeprefix(settings.SITE_URL)


def check_accessibility(page: Page) -> None:
    """Nothing that keeps somebody out, and nothing that sticks out."""
    page.wait_for_load_state()
    for scheme, (width, height) in (("light", PHONE), ("dark", DESKTOP)):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (scheme, page.url, faults(page)) == (scheme, page.url, [])


def find_all(page: Page, selector: str) -> list[Locator]:
    """All of them: a page of which half has arrived has only half of them."""
    page.wait_for_load_state()
    found = page.locator(selector).all()
    assert found, selector
    return found


def agree(page: Page, *purposes: str) -> None:
    for purpose in purposes:
        page.locator(f"[name=consent_{purpose}]").check()


def fill_in(page: Page, **words: str) -> None:
    for name, answer in words.items():
        page.locator(f"[name={name}]").fill(answer)


def go_to_next_page(page: Page) -> None:
    follow(page.locator("main form.form .button-row .button").first)


def fill_in_referee(page: Page) -> None:
    page.locator("[name=referee_1_name]").fill("박추천")
    page.locator("[name=referee_1_email]").fill("park@example.org")
    page.locator("[name=referees_agreed]").check()


def ask_applicant(admin_page: Page, name: str, question: str, answer: str) -> None:
    """From the first page of the admin to a question; `answer` may be changed for it."""
    admin_page.goto("/admin/")
    follow(admin_page.get_by_role("link", name="처리할 신청"))
    follow(admin_page.get_by_role("link", name=name))
    follow(admin_page.get_by_role("button", name="담당하기"))
    admin_page.get_by_role("link", name="신청자에게 질문").click()
    admin_page.get_by_label("질문").fill(question)
    admin_page.get_by_label(answer).check()
    admin_page.get_by_role("button", name="신청자에게 질문").click()
    expect(admin_page.locator(".summary-line .state")).to_have_text("보완 요청")


def decide(admin_page: Page, reviewers: dict[str, Page], answered: str) -> None:
    """From the answer over the votes to the draft of a member."""
    admin_page.goto(newest_link_to("mina@example.org", INBOX))
    expect(admin_page.get_by_role("definition").filter(has_text=answered)).to_be_visible()
    admin_page.get_by_role("button", name="심사 시작").click()
    expect(admin_page.get_by_text("찬성이나 반대가 2표 더 필요합니다.").first).to_be_visible()
    for name, page in reviewers.items():
        page.goto(newest_link_to(f"{name}@example.org", INBOX))
        page.get_by_label("찬성").check()
        page.get_by_label("의견").fill(f"좋습니다. {name}")
        page.get_by_role("button", name="표결하기").click()
        expect(page.locator("#votes li", has_text=f"좋습니다. {name}")).to_be_visible()
    admin_page.reload()
    expect(admin_page.get_by_text("찬성 2, 반대 0, 기권 0")).to_be_visible()
    admin_page.get_by_role("link", name="가입 승인").click()
    admin_page.get_by_role("button", name="가입 승인").click()
    admin_page.wait_for_url("**/change/")


def save(admin_page: Page) -> None:
    follow(admin_page.get_by_role("button", name="저장", exact=True))


def test_an_organisation_in_korean(page, coordinator, reviewers):
    page.goto("/ko/")
    follow(page.get_by_role("link", name="가입 안내").first)
    check_accessibility(page)
    page.get_by_role("link", name="단체로 신청하기").click()
    go_to_next_page(page)
    expect(page.locator(".form-errors")).to_be_focused()
    check_accessibility(page)
    page.get_by_role("link", name="개인정보의 수집·이용에 동의합니다").click()
    expect(page.locator("[name=consent_handling]")).to_be_focused()
    page.get_by_label("18", exact=False).last.check()
    agree(page, "handling", "sensitive", "optional_answers")
    page.locator("main form.form .button-row .button").first.dblclick()

    expect(page.get_by_label("단체 이름(한국어)")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("단체 이름(한국어)").fill("다정한아빠모임")
    page.get_by_label("이메일 주소").fill("office")
    go_to_next_page(page)
    check_accessibility(page)
    page.get_by_label("이메일 주소").fill("office@example.org")
    page.get_by_label("단체 형태").select_option("unregistered")
    page.get_by_label("지역").select_option("서울")
    fill_in(
        page,
        head_name="김대표",
        head_role="대표",
        contact_name="이담당",
        contact_role="간사",
        phone="02-123-4567",
    )
    go_to_next_page(page)

    page.locator("[name=motivation]").fill("함께 돌보고 싶습니다.")
    check_accessibility(page)
    page.get_by_role("button", name="이전").click()
    expect(page.get_by_label("단체 이름(한국어)")).to_have_value("다정한아빠모임")
    go_to_next_page(page)
    expect(page.locator("[name=motivation]")).to_have_value("함께 돌보고 싶습니다.")
    page.locator("[name=rights_groups_relation]").fill("해마다 토론회를 엽니다.")
    page.get_by_label("돌봄").check()
    fill_in_referee(page)
    go_to_next_page(page)

    check_accessibility(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Check and send")
    follow(page.get_by_role("link", name="한국어"))
    page.locator("[name=consent_directory]").check()
    for box in find_all(page, "[name^=agreement_]"):
        box.check()
    page.get_by_role("button", name="신청서 보내기").dblclick()
    expect(page.locator("h1")).to_have_text("메일함을 확인해 주세요")
    check_accessibility(page)

    page.goto(newest_link_to("office@example.org", "/join/confirm/"))
    check_accessibility(page)
    page.get_by_role("button", name="이메일 확인하고 신청서 보내기").click()
    expect(page.locator("h1")).to_have_text("신청서를 받았습니다")
    check_accessibility(page)
    assert Application.objects.get().phone == "02-123-4567"

    ask_applicant(coordinator, "다정한아빠모임", "언제부터 활동하셨나요?", "창립 연도")
    page.goto(newest_link_to("office@example.org", "/join/status/"))
    check_accessibility(page)
    page.get_by_label("창립 연도").fill("2015")
    page.locator("[name=remark]").fill("2015년부터입니다.")
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_text("질문에 답변하셨습니다.")).to_be_visible()
    decide(coordinator, reviewers, "2015")
    made = Organisation.objects.get()
    assert urlsplit(coordinator.url).path == f"/admin/members/organisation/{made.pk}/change/"

    page.goto(newest_link_to("office@example.org", "/join/sign/"))
    check_accessibility(page)
    page.locator("[name=signatory]").fill("김대표")
    page.locator("[name=role]").fill("대표")
    for box in find_all(page, "[name^=agreement_]"):
        box.check()
    page.get_by_role("button", name="서명하기").click()
    expect(page.locator("h1")).to_have_text("서명을 마쳤습니다")
    check_accessibility(page)
    assert Signature.objects.filter(organisation=made).count() == 3

    follow(page.get_by_role("link", name="소개 페이지 작성하기"))
    check_accessibility(page)
    page.locator("[name=description_ko]").fill("달마다 모여 돌봄을 이야기합니다.")
    page.get_by_role("button", name="수정 내용 보내기").click()
    expect(page.locator("h1")).to_have_text("감사합니다")
    coordinator.goto("/admin/")
    coordinator.get_by_role("link", name="확인할 제안 1건").click()
    coordinator.get_by_role("link", name="다정한아빠모임").click()
    coordinator.get_by_role("button", name="모두 반영").click()
    coordinator.locator("[name=published_at_ko_choice][value=now]").check()
    save(coordinator)

    page.goto("/ko/members/")
    page.get_by_role("link", name="다정한아빠모임").click()
    expect(page.get_by_text("달마다 모여 돌봄을 이야기합니다.")).to_be_visible()
    assert page.context.cookies() == []
    assert page.console_errors == []


def test_an_individual_in_english_by_keyboard_and_without_scripts(
    browser: Browser, live_server, coordinator, reviewers
):
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-GB",
        java_script_enabled=False,
        viewport={"width": PHONE[0], "height": PHONE[1]},
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/en/join/")
    page.get_by_role("link", name="Apply as an individual").press("Enter")
    page.get_by_label("18 or older").press("Space")
    page.locator("[name=consent_handling]").press("Space")
    page.locator("[name=consent_sensitive]").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")

    page.get_by_label("Your name (English)").press_sequentially("Lee Han-gyeol")
    page.get_by_label("E-mail address").press_sequentially("han@example.org")
    page.get_by_label("Region").select_option("Seoul")
    page.get_by_label("Occupation").select_option("teacher")
    page.get_by_label("E-mail address").press("Enter")

    page.get_by_label("Why you want to join").press_sequentially("To learn together.")
    fill_in_referee(page)
    page.get_by_role("button", name="Continue").press("Enter")
    page.locator("[name=consent_directory]").press("Space")
    for box in find_all(page, "[name^=agreement_]"):
        box.press("Space")
    page.get_by_role("button", name="Send the application").press("Enter")
    expect(page.locator("h1")).to_have_text("Check your inbox")
    page.goto(newest_link_to("han@example.org", "/join/confirm/"))
    page.get_by_role("button", name="Confirm the address").press("Enter")
    expect(page.locator("h1")).to_have_text("Your application has arrived")

    ask_applicant(coordinator, "Lee Han-gyeol", "Where do you teach?", "가입 동기")
    page.goto(newest_link_to("han@example.org", "/join/status/"))
    expect(page.get_by_text("Where do you teach?")).to_be_visible()
    page.get_by_label("Why you want to join").fill("To learn together, at a school in Seoul.")
    page.get_by_role("textbox", name="Your answer").fill("At a school.")
    page.get_by_role("button", name="Send the answer").press("Enter")
    expect(page.get_by_text("You answered our question.")).to_be_visible()
    decide(coordinator, reviewers, "at a school in Seoul")
    made = Person.objects.get()
    assert urlsplit(coordinator.url).path == f"/admin/members/person/{made.pk}/change/"

    page.goto(newest_link_to("han@example.org", "/join/sign/"))
    page.get_by_label("Name of the person who signs").fill("Lee Han-gyeol")
    for box in find_all(page, "[name^=agreement_]"):
        box.press("Space")
    page.get_by_role("button", name="Sign").press("Enter")
    expect(page.locator("h1")).to_have_text("Everything is signed")
    page.get_by_role("link", name="Complete your page").press("Enter")
    page.locator("[name=biography_en]").fill("I teach boys to take care.")
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you")

    coordinator.goto("/admin/")
    coordinator.get_by_role("link", name="공개할 프로필 1건").click()
    coordinator.get_by_role("link", name="Lee Han-gyeol").click()
    coordinator.get_by_role("checkbox", name="공개 프로필").check()
    save(coordinator)
    page.goto("/en/people/")
    page.get_by_role("link", name="Lee Han-gyeol").press("Enter")
    expect(page.get_by_text("I teach boys to take care.")).to_be_visible()
    assert context.cookies() == []
    context.close()


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def tick_all(page: Page, names: str) -> None:
    for box in find_all(page, f"[name^={names}]"):
        box.check()


def pdf(name: str, content: bytes = b"") -> dict:
    content = content or making_documents.pdf()
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_an_organisation_in_english_names_a_member_and_sends_files(page, coordinator, reviewers):
    make_organisation(
        name_en="Side by Side", contact_email="side@example.org", joined_on=timezone.localdate()
    )
    on_a_phone(page)
    page.goto("/en/join/")
    page.get_by_role("link", name="Apply as an organisation").click()
    page.get_by_label("18 or older").check()
    agree(page, "handling", "sensitive")
    go_to_next_page(page)
    page.get_by_label("Name of the organisation (English)").fill("Kind Fathers")
    page.get_by_label("Legal form").select_option("unregistered")
    page.get_by_label("Region").select_option("Seoul")
    fill_in(
        page,
        head_name="Kim Dae-pyo",
        head_role="President",
        contact_name="Lee Dam-dang",
        contact_role="Secretary",
        email="office@example.org",
    )
    go_to_next_page(page)
    page.locator("[name=motivation]").fill("To care together.")
    page.locator("[name=rights_groups_relation]").fill("We hold a forum every year.")
    page.get_by_label("Care").check()
    page.locator("[name=referee_1_name]").fill("Park Chu-cheon")
    page.locator("[name=referees_agreed]").check()
    go_to_next_page(page)
    expect(page.locator(".form-errors")).to_be_focused()
    offered = page.locator("#member-suggestions option")
    expect(offered).to_have_attribute("value", "Side by Side")
    page.get_by_label("Organisation (1)").fill("Side by Side")
    check_accessibility(page)
    go_to_next_page(page)
    expect(page.get_by_text("Park Chu-cheon · Side by Side")).to_be_visible()
    page.locator("[name=consent_directory]").check()
    tick_all(page, "agreement_")
    page.get_by_role("button", name="Send the application").click()
    expect(page.locator("h1")).to_have_text("Check your inbox")
    page.goto(newest_link_to("office@example.org", "/en/join/confirm/"))
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.locator("h1")).to_have_text("Your application has arrived")

    ask_applicant(coordinator, "Kind Fathers", "Please send your statutes.", "제출 서류")
    follow(coordinator.get_by_role("button", name="추천인 의견 요청"))
    page.goto(newest_link_to("side@example.org", "/en/join/referee/"))
    page.get_by_label("I know the applicant and recommend them").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("h1")).to_have_text("Your answer has arrived")

    page.goto(newest_link_to("office@example.org", "/en/join/status/"))
    on_a_phone(page)
    page.locator("[name=document]").set_input_files([pdf("statutes.pdf"), pdf("broken.pdf", b"MZ")])
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".form-errors")).to_contain_text("broken.pdf")
    check_accessibility(page)
    expect(page.get_by_label("Remove “statutes.pdf”")).to_be_visible()
    page.locator("[name=document]").set_input_files([pdf("report.pdf")])
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("You answered our question.")).to_be_visible()
    expect(page.get_by_text("statutes.pdf")).to_be_visible()
    decide(coordinator, reviewers, "report.pdf")
    made = Organisation.objects.get(name_en="Kind Fathers")
    assert urlsplit(coordinator.url).path == f"/admin/members/organisation/{made.pk}/change/"

    page.goto(newest_link_to("office@example.org", "/en/join/sign/"))
    page.get_by_label("Name of the person who signs").fill("Kim Dae-pyo")
    page.get_by_label("Position").fill("President")
    tick_all(page, "agreement_")
    page.get_by_role("button", name="Sign").click()
    expect(page.locator("h1")).to_have_text("Everything is signed")
    page.get_by_role("link", name="Complete your page").click()
    page.locator("[name=description_en]").fill("We talk about care every month.")
    page.get_by_role("button", name="Send the changes").click()
    expect(page.locator("h1")).to_have_text("Thank you")
    coordinator.goto("/admin/")
    coordinator.get_by_role("link", name="확인할 제안 1건").click()
    coordinator.get_by_role("link", name="Kind Fathers").click()
    coordinator.get_by_role("button", name="모두 반영").click()
    coordinator.locator("[name=published_at_en_choice][value=now]").check()
    save(coordinator)

    page.goto("/en/members/")
    page.get_by_role("link", name="Kind Fathers").click()
    expect(page.get_by_text("We talk about care every month.")).to_be_visible()
    assert page.console_errors == []


def test_an_individual_in_korean(page, coordinator, reviewers):
    on_a_phone(page)
    page.goto("/ko/join/")
    page.get_by_role("link", name="개인으로 신청하기").click()
    page.get_by_label("18세 이상").check()
    agree(page, "handling", "sensitive", "optional_answers")
    go_to_next_page(page)
    page.locator("[name=name_ko]").fill("이한결")
    page.locator("[name=public_name]").fill("한결")
    page.get_by_label("이메일 주소").fill("han@example.org")
    page.get_by_label("지역").select_option("서울")
    page.locator("[name=occupation]").select_option("teacher")
    go_to_next_page(page)
    page.locator("[name=motivation]").fill("함께 배우고 싶습니다.")
    fill_in_referee(page)
    go_to_next_page(page)
    page.locator("[name=consent_directory]").check()
    tick_all(page, "agreement_")
    page.get_by_role("button", name="신청서 보내기").click()
    expect(page.locator("h1")).to_have_text("메일함을 확인해 주세요")
    page.goto(newest_link_to("han@example.org", "/ko/join/confirm/"))
    page.get_by_role("button", name="이메일 확인하고 신청서 보내기").click()
    expect(page.locator("h1")).to_have_text("신청서를 받았습니다")

    ask_applicant(coordinator, "이한결", "어디에서 가르치시나요?", "가입 동기")
    page.goto(newest_link_to("han@example.org", "/ko/join/status/"))
    page.locator("[name=motivation]").fill("서울의 학교에서 함께 배우고 싶습니다.")
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_text("질문에 답변하셨습니다.")).to_be_visible()
    decide(coordinator, reviewers, "서울의 학교에서")
    made = Person.objects.get()
    assert urlsplit(coordinator.url).path == f"/admin/members/person/{made.pk}/change/"

    page.goto(newest_link_to("han@example.org", "/ko/join/sign/"))
    page.locator("[name=signatory]").fill("이한결")
    tick_all(page, "agreement_")
    page.get_by_role("button", name="서명하기").click()
    expect(page.locator("h1")).to_have_text("서명을 마쳤습니다")
    page.get_by_role("link", name="소개 페이지 작성하기").click()
    page.locator("[name=biography_ko]").fill("아이들과 돌봄을 배웁니다.")
    page.locator("main form.form .button").click()
    expect(page.locator("h1")).to_have_text("감사합니다")

    coordinator.goto("/admin/")
    coordinator.get_by_role("link", name="공개할 프로필 1건").click()
    coordinator.get_by_role("link", name="한결").click()
    coordinator.get_by_role("checkbox", name="공개 프로필").check()
    save(coordinator)
    page.goto("/ko/people/")
    expect(page.get_by_text("이한결")).to_have_count(0)
    page.get_by_role("link", name="한결").click()
    expect(page.get_by_text("아이들과 돌봄을 배웁니다.")).to_be_visible()
    assert page.console_errors == []
