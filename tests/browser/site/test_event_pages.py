"""The pages of events as visitors meet them: both languages, light and dark, phone and desktop."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.accessibility import faults
from tests.browser.window_sizes import LOOKS, PHONE, look
from tests.support.builders import (
    add_event_organisation,
    add_event_photo,
    add_message,
    add_participation,
    add_session,
    make_article,
    make_campaign,
    make_contact,
    make_event,
    make_network,
    make_organisation,
    make_person,
    make_photo,
    make_topic,
)

PAGES = [
    "",
    "events/",
    "events/?year=2024",
    "events/held/",
    "events/soon/",
    "events/off/",
    "events/korean-only/",
    "campaigns/16-days/",
    "members/host/",
]


@pytest.fixture
def site(transactional_db):
    make_network(contact=make_contact())
    host = make_organisation(
        slug="host",
        website="https://example.org/",
        description_ko="<p>소개</p>",
        description_en="<p>About</p>",
    )
    campaign = make_campaign(description_ko="<p>소개</p>", description_en="<p>About</p>")
    now = timezone.now()
    held = make_event(
        slug="held",
        starts_at=now.replace(year=2025, day=9),
        campaign=campaign,
        attendance=200,
        attendance_exactness="about",
        groups_present_ko="청년\n연구자",
        groups_present_en="youth\nresearchers",
        slogan_ko="함께",
        slogan_en="Together",
        lead_photo=make_photo(),
    )
    soon = make_event(
        slug="soon",
        starts_at=now + timedelta(hours=1),
        registration_url="https://forms.example.org/a-very-long-address-of-a-form",
        online_url="https://meet.example.org/1",
        description_ko="<p>설명</p>",
        description_en="<p>Text</p>",
    )
    for event in (held, soon):
        panel = add_session(event, starts_at=event.starts_at, description_en="On it.")
        add_participation(panel, make_person(name_en=None), "moderator")
        add_participation(panel, make_person())
        add_event_organisation(event, host)
        add_message(event, text_en="One.\n\nTwo.")
        event.topics.add(make_topic(slug=f"topic-{event.pk}"))
    add_event_photo(held, make_photo())
    make_article(event=held, publisher=host, lead_photo=make_photo())
    make_event(slug="off", status="cancelled", address_for="registered")
    make_event(slug="korean-only", published_at_en=None)
    make_event(slug="day", precision="day", starts_at=now.replace(year=2024, day=3), ends_at=None)


def test_axe_finds_nothing_and_nothing_sticks_out(page, site):
    for language, address in itertools.product(LOOKS, PAGES):
        page.goto(f"/{language}/{address}")
        for scheme, size in LOOKS[language]:
            look(page, scheme, size)
            assert (scheme, page.url, faults(page)) == (scheme, page.url, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url
    assert page.console_errors == []


def test_a_page_narrower_than_any_phone_still_flows(page, site):
    page.set_viewport_size({"width": 320, "height": 600})
    for language, address in itertools.product(("ko", "en"), PAGES):
        page.goto(f"/{language}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_everything_can_be_reached_without_javascript(browser, live_server, site):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("link", name="Events", exact=True).click()
    page.get_by_role("link", name="2024").click()
    page.wait_for_url("**/en/events/?year=2024")
    page.locator(".event-card a").first.click()
    page.get_by_role("link", name="한국어").click()
    page.wait_for_url("**/ko/events/day/")
    assert context.cookies() == []
    context.close()


def test_targets_are_large_enough(page, site):
    """WCAG 2.5.8: links that stand alone measure 24 pixels at least; a card is one in whole."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for address in PAGES:
        page.goto(f"/en/{address}")
        small = page.eval_on_selector_all(
            "main a:not(p a, .text-block a, .event-card-title a, .article-card-title a)",
            "links => links.filter(a => a.getBoundingClientRect().height < 24)"
            ".map(a => a.textContent)",
        )
        assert small == [], address
