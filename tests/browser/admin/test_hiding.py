"""A coordinator hides somebody in danger late at night, and undoes it the next day."""

import re

from playwright.sync_api import expect

from tests.browser.accessibility import faults
from tests.browser.window_sizes import DESKTOP, PHONE, look
from tests.support.builders import (
    add_appearance,
    add_event_photo,
    add_office,
    add_participation,
    add_session,
    add_text,
    make_article,
    make_event,
    make_network,
    make_page,
    make_person,
    make_photo,
    yesterday,
)

PUBLIC = ["/ko/about/", "/ko/people/", "/ko/events/launch/", "/ko/news/elected/"]
NAME = re.compile("김보기")


def naming(page) -> list[str]:
    """The public pages that name the person."""
    found = []
    for address in PUBLIC:
        page.goto(address)
        found += [address] if page.get_by_text(NAME).count() else []
    return found


def check(admin_page) -> None:
    """Nothing keeps anybody out, in the light or the dark; nothing sticks out on a phone."""
    for scheme in ("dark", "light"):
        look(admin_page, scheme, DESKTOP)
        assert faults(admin_page) == []
    look(admin_page, scheme, PHONE)
    assert admin_page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    look(admin_page, scheme, DESKTOP)


def test_hidden_in_one_click_and_shown_again_in_one(admin_page):
    make_network()
    make_page(slug="about")
    person = make_person(has_public_profile=True)
    add_office(person)
    photo = make_photo(caption_ko="")
    add_appearance(photo, person)
    event = make_event(slug="launch", starts_at=yesterday())
    add_participation(add_session(event), person)
    add_event_photo(event, photo)
    add_text(make_article(slug="elected"), body_ko="<p>김보기 님이 뽑혔다.</p>")
    admin_page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    admin_page.locator("[data-offers=id_caption_ko]").click()
    expect(admin_page.locator("#id_caption_ko")).to_have_value("김보기 대표.")
    admin_page.locator("[name=_save]").click()
    admin_page.locator(".messagelist .success").wait_for()
    assert naming(admin_page) == PUBLIC

    admin_page.goto("/admin/members/person/")
    admin_page.get_by_role("button", name="숨기기: 김보기").click()
    admin_page.get_by_text("김보기 님이 뽑혔다.").wait_for()
    check(admin_page)
    assert naming(admin_page) == ["/ko/news/elected/"]
    admin_page.goto(f"/admin/members/person/{person.pk}/hidden/")
    admin_page.get_by_role("button", name=re.compile("^초안으로 되돌리기")).click()
    admin_page.get_by_role("status").get_by_text("글 1건을 초안으로 되돌렸습니다.").wait_for()
    assert naming(admin_page) == []

    admin_page.goto(f"/admin/members/person/{person.pk}/change/")
    admin_page.get_by_role("button", name="이 사람 다시 공개").click()
    admin_page.get_by_role("button", name="이 사람 숨기기").wait_for()
    assert naming(admin_page) == PUBLIC
    assert admin_page.console_errors == []
