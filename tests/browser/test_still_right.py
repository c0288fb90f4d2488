"""A member is asked whether its page is still right, changes it, and the desk takes the change."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from letters.models import Letter
from tests.browser.following import follow
from tests.browser.sizes import DESKTOP, PHONE
from tests.builders import make_contact, make_network, make_organisation


def accessible(page) -> None:
    page.wait_for_load_state()
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_member_proposes_a_change_and_the_desk_takes_it(desk, live_server, browser):
    make_network(contact=make_contact())
    organisation = make_organisation(
        contact_email="office@example.org",
        contact_language="ko",
        summary_ko="남성과 돌봄을 이야기합니다.",
        description_ko="<h2>하는 일</h2><p>달마다 모입니다.</p>",
    )
    place = f"/admin/members/organisation/{organisation.pk}/change/"

    # The desk asks.
    desk.goto(place)
    desk.get_by_role("button", name="내용이 맞는지 묻기").click()
    desk.get_by_text("메일 1통을 보냅니다.").wait_for()
    link = re.search(r"/ko/members/still-right/\S+", Letter.objects.get().text)[0]

    # The member answers: another browser, without scripts, on a phone.
    phone = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    member = phone.new_page()
    member.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    member.goto(link)
    member.get_by_label("한국어").nth(1).fill("남성과 소년의 돌봄을 이야기합니다.")
    member.get_by_role("textbox", name="누리집").fill("나의 누리집")
    member.get_by_role("button", name="고친 내용 보내기").click()
    expect(member.locator(".form-errors")).to_be_visible()
    kept = member.get_by_label("한국어").nth(1)
    expect(kept).to_have_value("남성과 소년의 돌봄을 이야기합니다.")
    member.get_by_role("textbox", name="누리집").fill("https://www.example.org")
    member.get_by_role("button", name="고친 내용 보내기").click()
    member.get_by_role("heading", name="고맙습니다").wait_for()
    assert phone.cookies() == []
    phone.close()

    # The page of the link, looked at with scripts in both sizes and schemes.
    for size, scheme in ((PHONE, "dark"), (DESKTOP, "light")):
        desk.set_viewport_size({"width": size[0], "height": size[1]})
        desk.emulate_media(color_scheme=scheme)
        desk.goto(link.replace("/ko/", "/en/"))
        assert fits(desk)
        accessible(desk)

    # The desk looks and takes.
    desk.goto("/admin/")
    follow(desk.get_by_role("link", name="살펴볼 제안 1건"))
    follow(desk.get_by_role("link", name="보기연구소"))
    accessible(desk)
    expect(desk.locator("ins").first).to_have_text("소년의")
    desk.get_by_role("button", name="모두 받기").click()
    desk.get_by_text("모두 결정했습니다.").wait_for()
    organisation.refresh_from_db()
    assert organisation.summary_ko == "남성과 소년의 돌봄을 이야기합니다."
    assert organisation.website == "https://www.example.org"
    assert organisation.description_ko == "<h2>하는 일</h2><p>달마다 모입니다.</p>"
    desk.goto(f"/ko/members/{organisation.slug}/")
    desk.get_by_text("남성과 소년의 돌봄을 이야기합니다.").first.wait_for()
    desk.goto(link)
    desk.get_by_role("heading", name="이 링크는 더 열리지 않습니다").wait_for()
