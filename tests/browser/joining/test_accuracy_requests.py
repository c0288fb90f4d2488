"""A member is asked whether its page is still right and changes it; a coordinator accepts that."""

import re

from playwright.sync_api import expect

from mail.models import Email
from tests.browser.accessibility import faults
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import make_contact, make_network, make_organisation


def accessible(page) -> None:
    page.wait_for_load_state()
    assert faults(page) == []


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_member_proposes_a_change_and_a_coordinator_accepts_it(admin_page, live_server, browser):
    make_network(contact=make_contact())
    organisation = make_organisation(
        contact_email="office@example.org",
        contact_language="ko",
        summary_ko="남성과 돌봄을 이야기합니다.",
        description_ko="<h2>하는 일</h2><p>달마다 모입니다.</p>",
    )
    place = f"/admin/members/organisation/{organisation.pk}/change/"

    # A coordinator asks.
    admin_page.goto(place)
    admin_page.get_by_role("button", name="정보 확인 요청").click()
    admin_page.get_by_text("메일 1통을 보내고 있습니다.").wait_for()
    link = re.search(r"/ko/members/still-right/\S+", Email.objects.get().text)[0]

    # The member answers: another browser, without scripts, on a phone.
    phone = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    member = phone.new_page()
    member.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    member.goto(link)
    member.get_by_label("한국어").nth(1).fill("남성과 소년의 돌봄을 이야기합니다.")
    member.get_by_role("textbox", name="홈페이지").fill("나의 누리집")
    member.get_by_role("button", name="수정 내용 보내기").click()
    expect(member.locator(".form-errors")).to_be_visible()
    kept = member.get_by_label("한국어").nth(1)
    expect(kept).to_have_value("남성과 소년의 돌봄을 이야기합니다.")
    member.get_by_role("textbox", name="홈페이지").fill("https://www.example.org")
    member.get_by_role("button", name="수정 내용 보내기").click()
    member.get_by_role("heading", name="감사합니다").wait_for()
    assert phone.cookies() == []
    phone.close()

    # The page of the link, looked at with scripts in both sizes and schemes.
    for size, scheme in ((PHONE, "dark"), (DESKTOP, "light")):
        admin_page.set_viewport_size({"width": size[0], "height": size[1]})
        admin_page.emulate_media(color_scheme=scheme)
        admin_page.goto(link.replace("/ko/", "/en/"))
        assert fits(admin_page)
        accessible(admin_page)

    # A coordinator looks and accepts.
    admin_page.goto("/admin/")
    follow(admin_page.get_by_role("link", name="확인할 제안 1건"))
    follow(admin_page.get_by_role("link", name="보기연구소"))
    accessible(admin_page)
    expect(admin_page.locator("ins").first).to_have_text("소년의")
    admin_page.get_by_role("button", name="모두 반영").click()
    admin_page.get_by_text("모두 결정했습니다.").wait_for()
    organisation.refresh_from_db()
    assert organisation.summary_ko == "남성과 소년의 돌봄을 이야기합니다."
    assert organisation.website == "https://www.example.org"
    assert organisation.description_ko == "<h2>하는 일</h2><p>달마다 모입니다.</p>"
    admin_page.goto(f"/ko/members/{organisation.slug}/")
    admin_page.get_by_text("남성과 소년의 돌봄을 이야기합니다.").first.wait_for()
    admin_page.goto(link)
    admin_page.get_by_role("heading", name="만료된 링크입니다").wait_for()
