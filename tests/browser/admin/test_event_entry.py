"""The launch ceremony with its panel of five, entered by hand; people found or made on the way."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from events.models import Event
from members.models import Person
from news.models import Article
from tests.browser.accessibility import serious_faults
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE, look
from tests.support.builders import (
    add_event_organisation,
    add_event_photo,
    add_message,
    add_participation,
    add_session,
    make_event,
    make_network,
    make_organisation,
    make_person,
    make_photo,
)

SEARCH = ".select2-container--open .select2-search__field"
RESULT = ".select2-results__option[aria-selected]"
FROM_LEFT = [
    ("김찬서", "Kim Chan-seo", "panellist"),
    ("이호", "Lee Ho", "panellist"),
    ("이한", "Lee Han", "moderator"),
    ("안희제", "Ahn Hee-je", "panellist"),
    ("고상균", "Ko Sang-gyun", "panellist"),
]


def rows(page, prefix: str):
    return page.locator(f'[data-rows="{prefix}"]')


def add_row(page, prefix: str):
    """Press the button of a set of rows; the new row."""
    rows(page, prefix).locator(":scope > .add-row button").click()
    return rows(page, prefix).locator(":scope > .row-list > .row").last


def find(page, words: str) -> None:
    """Type into the search that is open and take the one thing it finds."""
    with page.expect_response(lambda answer: "term=" in answer.url):
        page.locator(SEARCH).fill(words)
    page.locator(RESULT).nth(1).wait_for(state="detached")
    page.locator(RESULT).click()


def make_in_place(page, row, korean: str, english: str) -> None:
    """Search in vain, then add whom one searched; the name typed is there already."""
    page.locator(SEARCH).fill(korean)
    page.locator(".select2-results__message").wait_for()
    page.keyboard.press("Escape")
    with page.expect_popup() as opened:
        row.locator(".add-related").first.click()
    form = opened.value
    expect(form.locator("#id_name_ko")).to_have_value(korean)
    form.locator("#id_name_en").fill(english)
    form.locator("input[name=_save]").click()
    row.locator(".select2-selection__rendered", has_text=english).wait_for()


def add_person(page, prefix: str, korean: str, english: str, role: str) -> None:
    known = Person.objects.filter(name_ko=korean).exists()
    row = add_row(page, prefix)
    if known:
        find(page, english)
    else:
        make_in_place(page, row, korean, english)
    roles = row.locator("select[name$=-role]")
    expect(roles).to_have_value("panellist")
    if role != "panellist":
        roles.select_option(role)
    row.locator("input[name$=-job_title_ko]").fill(f"{korean}의 그날 직함")
    row.locator("input[name$=-job_title_en]").fill(f"role of {english}")


def save(page) -> None:
    follow(page.locator("input[name=_save]"))
    page.locator(".messagelist .success").wait_for()


def test_the_launch_ceremony_is_entered_on_one_page_and_read_in_both_languages(admin_page):
    make_network()
    make_organisation(name_ko="한국 맨엔게이지 네트워크", name_en="Korean MenEngage Network")
    for korean, english in (("이한", "Lee Han"), ("고상균", "Ko Sang-gyun")):
        make_person(name_ko=korean, name_en=english)
    pictures = [make_photo() for _number in range(3)]
    admin_page.goto("/admin/")
    admin_page.locator('.shortcuts a[href="/admin/events/event/add/"]').click()
    admin_page.locator("#id_title_ko").fill("한국 맨엔게이지 네트워크 출범식")
    admin_page.locator("#id_title_en").fill("Launch of the Korean MenEngage Network")
    admin_page.locator("#id_kind").select_option("launch")
    admin_page.locator("#id_starts_at").fill("2025-07-09T19:00")
    admin_page.locator("#id_ends_at").fill("2025-07-09T21:00")
    admin_page.locator("#id_venue_ko").fill("서울가족플라자 다목적홀")
    admin_page.locator("#id_venue_en").fill("Seoul Family Plaza Multipurpose Hall")
    admin_page.locator("#id_attendance").fill("150")

    add_row(admin_page, "event_organisations")
    find(admin_page, "Korean MenEngage")
    panel = add_row(admin_page, "sessions")
    panel.locator("#id_sessions-0-kind").select_option("panel")
    panel.locator("#id_sessions-0-title_ko").fill("‘한국의 남성성’을 다시 정의하다")
    panel.locator("#id_sessions-0-title_en").fill("Redefining Korean masculinity")
    # The last was forgotten and is moved to his place afterwards.
    for korean, english, role in [FROM_LEFT[4], *FROM_LEFT[:4]]:
        add_person(admin_page, "sessions-0-people", korean, english, role)
    first = rows(admin_page, "sessions-0-people").locator(".row").first
    for _step in range(4):
        first_id = first.get_attribute("id")
        admin_page.locator(f"#{first_id} [data-move-row='1']").click()
        first = admin_page.locator(f"#{first_id}")
    rows(admin_page, "event_photos").locator(".add-row button").click()
    for number in range(3):
        admin_page.locator("dialog.photo-picker label.thumbnail").nth(number).click()
    admin_page.locator("dialog [data-insert]").click()
    add_row(admin_page, "messages")
    admin_page.keyboard.press("Escape")
    admin_page.locator("#id_messages-0-text_en").fill("One\n\nTwo\n\nThree")
    save_with_errors(admin_page)
    admin_page.locator("#id_messages-0-person + .select2").click()
    find(admin_page, "Lee Han")
    for choice in admin_page.locator(".publication-choice").all():
        choice.locator("label").nth(1).click()
    save(admin_page)

    event = Event.objects.get()
    assert event.starts_at == datetime(2025, 7, 9, 19, tzinfo=ZoneInfo("Asia/Seoul"))
    people = [
        (one.person.name_ko, one.person.name_en, one.role)
        for one in event.sessions.get().participations.all()
    ]
    assert people == FROM_LEFT
    assert Person.objects.count() == 5
    assert sorted(photo.pk for photo in event.photos()) == sorted(photo.pk for photo in pictures)
    assert event.event_organisations.get().organisation.name_en == "Korean MenEngage Network"
    assert event.messages.get().text_en == "One\n\nTwo\n\nThree"
    assert admin_page.console_errors == []

    follow(admin_page.locator("form[action*='/article/about/'] button"))
    *_others, programme, message = Article.objects.get().all_blocks
    assert "왼쪽부터 김찬서" in programme.clipboard_text()
    admin_page.locator("#id_news_quoteblock_set-0-job_title_en").fill("co-coordinator")
    for choice in admin_page.locator(".publication-choice").all():
        choice.locator("label").nth(1).click()
    save(admin_page)
    message.refresh_from_db()
    assert (message.person.name_en, message.job_title_en) == ("Lee Han", "co-coordinator")

    for code, column in (("ko", 0), ("en", 1)):
        assert admin_page.goto(event.url_in(code)).status == 200
        words = admin_page.locator("main").inner_text()
        names = [person[column] for person in FROM_LEFT]
        positions = [words.index(name) for name in names]
        assert positions == sorted(positions)
        assert "150" in words
        admin_page.locator(".article-line a").click()
        expect(admin_page.locator("main h1")).to_have_text(event.title_in(code))
        expect(admin_page.locator("main .facts a", has_text=event.title_in(code))).to_have_count(1)
        admin_page.go_back()
    expect(admin_page.locator("main")).to_contain_text("role of Lee Ho")


def save_with_errors(page) -> None:
    """A message without a sender: an error at the sender, with everything else still there."""
    follow(page.locator("input[name=_save]"))
    expect(page.locator("#id_messages-0-person_error")).to_have_count(1)
    people = rows(page, "sessions-0-people").locator(".select2-selection__rendered")
    shown = [re.sub(r"^×?", "", words).strip() for words in people.all_inner_texts()]
    assert shown == [f"{korean} · {english}" for korean, english, _role in FROM_LEFT]


def test_parts_and_people_are_taken_out_and_put_back_before_saving(admin_page):
    event = make_event(published_at_en=None)
    for number in range(2):
        part = add_session(event, title_ko=f"순서 {number}", order=number)
        for person in range(2):
            add_participation(part, make_person(name_ko=f"사람{number}{person}"), order=person)
    admin_page.goto(f"/admin/events/event/{event.pk}/change/")
    first = admin_page.locator("#sessions-0")
    first.locator(":scope > .row-tools input").check()
    expect(first.locator("#id_sessions-0-title_ko")).to_be_hidden()
    first.locator(":scope > .row-tools input").uncheck()
    expect(first.locator("#id_sessions-0-title_ko")).to_be_visible()
    admin_page.locator("#sessions-1 > .row-tools [data-move-row='-1']").click()
    admin_page.locator("#sessions-0-people-0 > .row-tools input").check()
    save(admin_page)
    parts = [
        (part.title_ko, [one.person.name_ko for one in part.participations.all()])
        for part in event.sessions.all()
    ]
    assert parts == [("순서 1", ["사람10", "사람11"]), ("순서 0", ["사람01"])]


def test_on_a_phone_a_row_of_a_list_is_a_card_that_names_its_columns(admin_page):
    make_event()
    admin_page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
    admin_page.goto("/admin/events/event/")
    table = admin_page.locator(".results")
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
    shown = "cell => getComputedStyle(cell, '::before').content"
    labels = [cell.evaluate(shown) for cell in admin_page.locator("#result_list tbody tr td").all()]
    assert labels == [
        "none",
        *(f'"{name}: "' for name in ("종류", "일시", "상태", "한국어", "영어")),
        '"공개하지 않은 수정: "',
        '"번역: "',
    ]


def test_of_very_many_people_those_far_down_become_searchable_when_they_come_near(admin_page):
    part, _other = add_session(make_event()), make_person(name_en="Zelkova")
    for order in range(60):
        add_participation(part, order=order)
    admin_page.goto(f"/admin/events/event/{part.event_id}/change/")
    last = admin_page.locator("#sessions-0-people-59")
    expect(last.locator(".select2")).to_have_count(0)
    last.scroll_into_view_if_needed()
    last.locator(".select2").click()
    find(admin_page, "Zelkova")
    expect(last.locator(".select2-selection__rendered")).to_contain_text("Zelkova")
    assert admin_page.console_errors == []


def test_nothing_keeps_anybody_out_of_the_forms(admin_page):
    event = make_event()
    person, organisation = make_person(), make_organisation()
    add_participation(add_session(event), person)
    add_event_organisation(event, organisation)
    add_message(event)
    add_event_photo(event, make_photo())
    addresses = [
        f"/admin/events/event/{event.pk}/change/",
        f"/admin/members/organisation/{organisation.pk}/change/",
        f"/admin/members/person/{person.pk}/change/",
        "/admin/events/campaign/add/",
        "/admin/events/event/",
    ]
    for address in addresses:
        look(admin_page, "light", DESKTOP)
        admin_page.goto(address)
        if address.endswith(f"event/{event.pk}/change/"):
            add_row(admin_page, "sessions")
            add_row(admin_page, "sessions-1-people")
            admin_page.keyboard.press("Escape")
        for scheme in ("light", "dark"):
            look(admin_page, scheme, DESKTOP)
            assert (scheme, address, serious_faults(admin_page)) == (scheme, address, [])
            look(admin_page, scheme, PHONE)
            assert admin_page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], address
    assert admin_page.console_errors == []
