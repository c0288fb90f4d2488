"""Nothing moves while a page loads: pictures, logos and fonts come into places that are kept."""

from datetime import timedelta
from time import sleep

import pytest
from django.utils import timezone

from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import (
    add_event_organisation,
    add_event_photo,
    add_organisation_photo,
    add_photo,
    add_text,
    make_article,
    make_event,
    make_logo,
    make_member,
    make_network,
    make_photo,
)

# Pictures come late, as over a slow line, so that a place that is not kept is seen.
LATE = 0.1

SHIFTS = """() => new Promise(resolve => {
    const moved = [];
    const note = list => list.getEntries().forEach(entry => moved.push(
        `${entry.value} ${entry.sources.map(one => one.node?.outerHTML?.slice(0, 200)).join()}`));
    const observer = new PerformanceObserver(note);
    observer.observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => {
        note({getEntries: () => observer.takeRecords()});
        resolve(moved);
    }));
})"""


@pytest.fixture
def site(transactional_db):
    make_network(logo=make_logo())
    members = [
        make_member(slug=f"member-{number}", name_en=f"Member {number}", logo=make_logo())
        for number in range(3)
    ]
    add_organisation_photo(members[0], make_photo())
    event = make_event(
        slug="past", starts_at=timezone.now() - timedelta(days=9), lead_photo=make_photo()
    )
    add_event_photo(event, make_photo())
    add_event_organisation(event, members[0])
    article = make_article(slug="article", lead_photo=make_photo(), publisher=members[0])
    add_text(article)
    add_photo(article, make_photo())


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_moves_while_a_page_loads(page, site, size):
    def slowly(route):
        sleep(LATE)
        route.continue_()

    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route("**/media/**", slowly)
    for address in ("", "members/", "members/member-0/", "news/article/", "events/past/"):
        page.goto(f"/en/{address}", wait_until="networkidle")
        assert page.locator("main").count() == 1
        assert page.evaluate(SHIFTS) == [], address
