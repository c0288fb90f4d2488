"""A visitor looks for a member: by keyboard on the map, by form, without JavaScript, on a phone."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from members.directory import regions
from members.models import Region
from tests.browser.accessibility import faults
from tests.browser.window_sizes import LOOKS, PHONE, look
from tests.support.builders import (
    add_event_organisation,
    add_organisation_photo,
    make_event,
    make_logo,
    make_member,
    make_network,
    make_person,
    make_photo,
    make_topic,
)

PAGES = ["members/", "members/?region=seoul", "members/?name=zzz", "members/circle/"]


@pytest.fixture
def site(transactional_db):
    make_network(parent_name_en="World Alliance", parent_name_ko="세계 연대")
    regions.load_regions("kr")
    seoul, jeju = (Region.objects.get(slug=slug) for slug in ("seoul", "jeju"))
    circle = make_member(
        slug="circle",
        name_ko="구름섬아빠모임",
        name_en="Cloud Island Circle",
        region=seoul,
        is_founding_member=True,
        joined_alliance_on="2023-02-01",
        description_en="<p>We meet.</p>",
        logo=make_logo(),
        logo_dark=make_logo(),
    )
    circle.topics.add(make_topic())
    add_organisation_photo(circle, make_photo())
    add_event_organisation(make_event(), circle)
    make_person(organisation=circle, has_public_profile=True)
    make_member(name_ko="가오리연", name_en="Kite", region=jeju, kind="youth", logo=make_logo())
    make_member(name_ko="떠난 모임", name_en="Gone", left_on="2026-01-01")


def shows(page, *names: str) -> None:
    expect(page.locator(".member-card-title")).to_have_text(names)


def test_from_the_map_by_keyboard_to_a_member(page, site):
    page.goto("/ko/members/")
    shows(page, "가오리연", "구름섬아빠모임")
    page.locator(".find button").focus()
    for _stop in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('title').textContent") == (
        "서울특별시: 1곳"
    )
    tile = page.evaluate(
        """() => { const style = getComputedStyle(document.activeElement.querySelector('use'));
            const box = document.activeElement.getBoundingClientRect();
            return {ring: parseFloat(style.strokeWidth), wide: box.width, high: box.height}; }"""
    )
    assert tile["ring"] >= 2
    assert min(tile["wide"], tile["high"]) >= 44
    page.keyboard.press("Enter")
    page.wait_for_url("**/ko/members/?region=seoul")
    shows(page, "구름섬아빠모임")
    expect(page.locator(".region-map [aria-current]")).to_have_count(1)
    expect(page.get_by_label("지역", exact=True)).to_have_value("seoul")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"1곳\s+전체 보기"))
    page.get_by_label("지역", exact=True).select_option(label="전체")
    page.get_by_label("이름").fill("ㄱㄹㅅ")
    page.keyboard.press("Enter")
    page.wait_for_url("**name=*")
    shows(page, "구름섬아빠모임")
    page.get_by_role("link", name="구름섬아빠모임").click()
    page.wait_for_url("**/ko/members/circle/")
    assert page.context.cookies() == []
    assert page.console_errors == []


def test_without_javascript_on_a_phone(browser, live_server, site):
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": PHONE[0], "height": PHONE[1]},
    )
    page = context.new_page()
    page.goto("/en/members/")
    page.get_by_text("Map of regions").click()
    tiles = page.locator(".region-map a").all()
    assert len(tiles) == 17
    assert min(tile.bounding_box()["width"] for tile in tiles) >= 44
    page.get_by_text("Find a member").click()
    page.get_by_label("Kind").select_option(label="Youth organisation")
    page.get_by_role("button", name="Find").click()
    shows(page, "Kite")
    context.close()


def test_axe_finds_nothing_and_nothing_sticks_out(page, site):
    for language, address in itertools.product(LOOKS, PAGES):
        page.goto(f"/{language}/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for scheme, size in LOOKS[language]:
            look(page, scheme, size)
            assert (scheme, page.url, faults(page)) == (scheme, page.url, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url
