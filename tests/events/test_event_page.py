"""The page of an event: before, on the day, after, and when it is cancelled."""

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from events.limits_and_periods import MAX_PEOPLE_IN_CAPTION
from events.models import Event
from tests.support.builders import (
    add_event_organisation,
    add_event_photo,
    add_message,
    add_participation,
    add_quote,
    add_session,
    make_article,
    make_event,
    make_network,
    make_organisation,
    make_person,
    make_photo,
    make_resource,
    make_topic,
    yesterday,
)

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
LAUNCH = datetime(2025, 7, 9, 19, tzinfo=SEOUL)


def read(client, url: str) -> str:
    """The text of `<main>` without tags."""
    response = client.get(url)
    assert response.status_code == 200
    body = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(strip_tags(body).split())


def event_json_ld(client, url: str) -> dict | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(url).text)
    data = json.loads(found[1])
    return data if data["@type"] == "Event" else None


def make_launch(**fields) -> Event:
    return make_event(slug="launch", starts_at=LAUNCH, **fields)


@pytest.mark.parametrize(
    ("language", "day", "times", "time_zone"),
    [
        ("en", "Wednesday 9 July 2025", "7 pm–9 pm", "Korea Standard Time (KST)"),
        ("ko", "2025년 7월 9일(수)", "오후 7시~9시", "한국 시간"),
    ],
)
def test_when_is_said_as_newspapers_do(client, language, day, times, time_zone):
    make_launch()
    text = read(client, f"/{language}/events/launch/")
    assert day in text
    assert times in text
    assert time_zone in text
    html = client.get(f"/{language}/events/launch/").text
    assert '<time datetime="2025-07-09T19:00+09:00">' in html


@pytest.mark.parametrize(
    ("language", "times"), [("en", "8:06 pm–10:30 pm"), ("ko", "오후 8시 6분~10시 30분")]
)
def test_minutes_are_said_as_people_say_them(client, language, times):
    make_event(
        slug="noon",
        starts_at=datetime(2025, 7, 9, 20, 6, tzinfo=SEOUL),
        ends_at=datetime(2025, 7, 9, 22, 30, tzinfo=SEOUL),
    )
    assert times in read(client, f"/{language}/events/noon/")


@pytest.mark.parametrize(
    ("language", "times"), [("en", "11:30 am–1 pm"), ("ko", "오전 11시 30분~오후 1시")]
)
def test_across_noon_both_halves_are_named(client, language, times):
    make_event(
        slug="noon",
        starts_at=datetime(2025, 7, 9, 11, 30, tzinfo=SEOUL),
        ends_at=datetime(2025, 7, 9, 13, tzinfo=SEOUL),
    )
    assert times in read(client, f"/{language}/events/noon/")


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        ("en", "Friday 5 June, 11 pm – Saturday 6 June 2026, 2 am"),
        ("ko", "2026년 6월 5일(금) 오후 11시~6월 6일(토) 오전 2시"),
    ],
)
def test_over_midnight_both_days_are_named(client, language, dates):
    start = datetime(2026, 6, 5, 23, tzinfo=SEOUL)
    make_event(slug="night", starts_at=start, ends_at=start + timedelta(hours=3))
    assert dates in read(client, f"/{language}/events/night/")


@pytest.mark.parametrize(("language", "month"), [("en", "January 2025"), ("ko", "2025년 1월")])
def test_a_month_is_said_without_day_hour_or_data(client, language, month):
    moment = datetime(2025, 1, 1, tzinfo=SEOUL)
    make_event(slug="jan", starts_at=moment, ends_at=None, precision="month")
    text = read(client, f"/{language}/events/jan/")
    assert month in text
    assert not re.search(r"1일|1 January|12 am|오전|KST|한국 시간|\.ics", text)
    assert event_json_ld(client, f"/{language}/events/jan/") is None


@pytest.mark.parametrize(
    ("language", "year"), [("en", "When 2022 Where"), ("ko", "일시 2022년 장소")]
)
def test_a_year_is_said_without_month_or_data(client, language, year):
    moment = datetime(2022, 1, 1, tzinfo=SEOUL)
    make_event(slug="course", starts_at=moment, ends_at=None, precision="year", city_en="Seoul")
    text = read(client, f"/{language}/events/course/")
    assert year in text
    assert not re.search(r"1월|January|오전|KST|한국 시간|\.ics", text)
    assert event_json_ld(client, f"/{language}/events/course/") is None


def test_a_day_is_said_without_hour(client):
    moment = datetime(2024, 5, 3, tzinfo=SEOUL)
    make_event(slug="tour", starts_at=moment, ends_at=moment + timedelta(days=9), precision="day")
    text = read(client, "/en/events/tour/")
    assert "Friday 3 May – Sunday 12 May 2024" in text
    assert "KST" not in text
    data = event_json_ld(client, "/en/events/tour/")
    assert (data["startDate"], data["endDate"]) == ("2024-05-03", "2024-05-12")


def test_times_are_in_the_time_zone_of_the_event(client):
    start = datetime(2025, 3, 10, 18, tzinfo=ZoneInfo("America/New_York"))
    make_event(slug="csw", starts_at=start, ends_at=None, time_zone="America/New_York")
    text = read(client, "/en/events/csw/")
    assert "Monday 10 March 2025, 6 pm" in text
    assert "Eastern" in text
    assert event_json_ld(client, "/en/events/csw/")["startDate"] == "2025-03-10T18:00:00-04:00"


def test_before_the_event_its_page_says_how_to_take_part(client):
    event = make_event(
        slug="soon", registration_url="https://forms.example.org/1", attendance=50, online_url=""
    )
    add_session(event, title_en="A talk")
    html = client.get("/en/events/soon/").text
    assert 'href="https://forms.example.org/1"' in html
    assert "/en/events/soon.ics" in html
    assert "A talk" in html
    assert "Who was there" not in html


def test_the_online_link_is_shown_on_the_day_only(client, time_machine):
    make_launch(online_url="https://meet.example.org/launch")
    for moment, shown in [
        (LAUNCH - timedelta(days=1), False),
        (LAUNCH - timedelta(hours=2), True),
        (LAUNCH + timedelta(hours=1), True),
        (LAUNCH + timedelta(hours=3), False),
    ]:
        time_machine.move_to(moment)
        Event.objects.update(published_at_en=moment - timedelta(days=9))
        html = client.get("/en/events/launch/").text
        assert ("meet.example.org" in html) == shown, moment
        assert ("Today" in html) == shown, moment


def test_after_the_event_its_page_says_who_was_there(client):
    event = make_launch(
        attendance=200,
        attendance_exactness="about",
        groups_present_en="youth activists\nresearchers",
        groups_present_ko="청년 활동가",
        registration_url="https://forms.example.org/1",
    )
    photo = make_photo()
    add_event_photo(event, photo)
    text = read(client, "/en/events/launch/")
    assert "about 200" in text
    assert "youth activists" in text
    assert "Photo by Son Sang-min" in text
    assert "forms.example.org" not in client.get("/en/events/launch/").text
    korean = read(client, "/ko/events/launch/")
    assert "약 200명" in korean
    assert "청년 활동가" in korean
    assert "youth" not in korean


@pytest.mark.parametrize(
    ("number", "exactness", "english", "korean"),
    [(2000, "over", "over 2,000", "2,000여 명"), (150, "exact", "150", "150명")],
)
def test_figures_keep_their_exactness(client, number, exactness, english, korean):
    make_launch(attendance=number, attendance_exactness=exactness)
    assert f"People present {english}" in read(client, "/en/events/launch/")
    assert korean in read(client, "/ko/events/launch/")


@pytest.mark.parametrize(
    ("korean", "english", "in_korean", "in_english"),
    [
        ("exact", "about", "200명", "about 200"),
        ("", "about", "200명", "about 200"),
        ("over", "", "200여 명", "over 200"),
        ("over", "exact", "200여 명", "200"),
        ("", "", "200명", "200"),
    ],
)
def test_each_language_says_how_exact_a_figure_is(client, korean, english, in_korean, in_english):
    make_launch(
        attendance=200, attendance_exactness_ko=korean, attendance_exactness_en=english or None
    )
    assert f"참석 {in_korean}" in read(client, "/ko/events/launch/")
    assert f"People present {in_english}" in read(client, "/en/events/launch/")


def test_over_behind_a_figure_that_is_not_round(client):
    make_launch(attendance=85, attendance_exactness_ko="over")
    assert "85명 이상" in read(client, "/ko/events/launch/")


def test_somebody_without_a_record_is_named_like_others(client):
    event = make_launch()
    panel = add_session(event, title_en="A panel", title_ko="패널")
    job_titles = {"job_title_ko": "마을도서관 관장", "job_title_en": "head of a village library"}
    add_participation(panel, name_ko="김하나", name_en="Kim Hana", **job_titles)
    add_participation(panel, make_person(name_en="Lee Han"), role="moderator")
    add_participation(panel, name_ko="이두리", role="guest", job_title_ko="", job_title_en="")
    text = read(client, "/en/events/launch/")
    assert "Kim Hana, head of a village library" in text
    assert "김하나 마을도서관 관장" in read(client, "/ko/events/launch/")
    assert "이두리" in text
    speakers = event_json_ld(client, "/en/events/launch/")["performer"]
    assert speakers == [
        {"@type": "Person", "name": "Kim Hana"},
        {"@type": "Person", "name": "Lee Han"},
    ]
    add_participation(panel, name_ko="박세나", role="keynote", order=9)
    assert "Lee Han" in read(client, "/en/events/launch/")


def test_a_photo_without_consent_is_left_out_with_its_heading(client):
    event = make_launch()
    photo = make_photo()
    add_event_photo(event, photo)
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()
    html = client.get("/en/events/launch/").text
    assert "<figure" not in html
    assert "In photos" not in html


def make_panel(event: Event) -> None:
    panel = add_session(event, "panel")
    people = [
        ("이한", "Lee Han", "moderator", "공동코디네이터", "co-coordinator"),
        ("김골디", "Goldie Kim", "panellist", "효재 대표", "executive director of GET-P"),
        ("박보기", "Park Bogi", "panellist", "작가", "author"),
    ]
    for order, (korean, english, role, text_ko, text_en) in enumerate(people):
        person = make_person(name_ko=korean, name_en=english)
        texts = {"job_title_ko": text_ko, "job_title_en": text_en}
        add_participation(panel, person, role, order=order, **texts)


def test_a_past_panel_is_a_caption_from_left(client):
    make_panel(make_launch())
    english = read(client, "/en/events/launch/")
    assert (
        "From left, Lee Han (moderator), co-coordinator; Goldie Kim, executive director of GET-P; "
        "and Park Bogi, author." in english
    )
    assert "Moderated by Lee Han" in english
    korean = read(client, "/ko/events/launch/")
    assert "왼쪽부터 이한(사회) 공동코디네이터, 김골디 효재 대표, 박보기 작가." in korean
    assert "사회: 이한" in korean


def test_a_panel_of_many_people_is_a_list_and_no_caption(client):
    panel = add_session(make_launch(), "panel")
    for order in range(MAX_PEOPLE_IN_CAPTION + 1):
        name = f"Speaker {order}"
        add_participation(panel, make_person(name_en=name), order=order, job_title_en="guest")
    text = read(client, "/en/events/launch/")
    assert "Panellist Speaker 0 guest Speaker 1 guest Speaker 2" in text
    assert "From left" not in text


def test_a_panel_has_no_caption_before_it_took_place(client):
    event = make_event(slug="soon")
    make_panel(event)
    text = read(client, "/en/events/soon/")
    assert "From left" not in text
    assert "Moderator Lee Han co-coordinator Panellist Goldie Kim executive" in text
    # The role stands once above those who share it.
    assert "director of GET-P Park Bogi author" in text


def test_the_role_of_that_day_stays(client):
    minister = make_person(name_en="Kim Hyunsook", role_en="professor")
    add_participation(
        add_session(make_launch(), "ceremony"), minister, "remarks", job_title_en="Minister"
    )
    text = read(client, "/en/events/launch/")
    assert "Minister" in text
    assert "professor" not in text


def test_messages_keep_their_paragraphs(client):
    sender = make_organisation(name_en="Global Secretariat")
    add_message(make_launch(), organisation=sender, text_en="One.\n\nTwo.\n\nThree.", text_ko="")
    html = client.get("/en/events/launch/").text
    for part in ("One.", "Two.", "Three."):
        assert f"<p>{part}</p>" in html
    assert "Global Secretariat" in html
    assert "Global Secretariat" not in client.get("/ko/events/launch/").text


def test_organisations_are_grouped_by_role(client):
    event = make_launch()
    add_event_organisation(event, make_organisation(name_en="Host Org", slug="host"), "host")
    hidden = make_organisation(name_en="Embassy", published_at_ko=None, published_at_en=None)
    add_event_organisation(event, hidden, "supporter")
    text = read(client, "/en/events/launch/")
    assert "Host Host Org" in text
    assert "Supporter Embassy" in text
    html = client.get("/en/events/launch/").text
    assert 'href="/en/members/host/"' in html
    assert hidden.slug not in html


@pytest.mark.parametrize(
    ("status", "said", "schema"),
    [
        ("cancelled", "Cancelled", "EventCancelled"),
        ("postponed", "Postponed", "EventPostponed"),
        ("moved-online", "Moved online", "EventMovedOnline"),
    ],
)
@pytest.mark.parametrize("days", [-3, 3])
def test_a_change_of_status_stands_above_the_title(client, status, said, schema, days):
    starts_at = timezone.now() + timedelta(days=days)
    make_event(slug="off", status=status, starts_at=starts_at, published_at_en=yesterday())
    assert read(client, "/en/events/off/").startswith(f'id="content" tabindex="-1"> {said}')
    data = event_json_ld(client, "/en/events/off/")
    assert data["eventStatus"] == f"https://schema.org/{schema}"


def test_a_cancelled_event_has_no_registration_and_no_attendance(client):
    make_launch(status="cancelled", attendance=3, registration_url="https://forms.example.org/")
    html = client.get("/en/events/launch/").text
    assert "forms.example.org" not in html
    assert "Who was there" not in html


def test_an_address_for_registered_people_is_on_no_page(client):
    make_event(
        slug="safe",
        address_for="registered",
        venue_en="Secret house",
        venue_ko="비밀의 집",
        address_en="1 Hidden Street",
        address_ko="숨은길 1",
        city_en="Seoul",
        online_url="https://meet.example.org/secret",
    )
    for url in ("/en/events/safe/", "/en/events/safe.ics", "/en/events/calendar.ics"):
        text = client.get(url).content.decode().replace("\r\n ", "")
        assert "Seoul" in text
        assert "safe" in text
        for secret in ("Secret", "Hidden", "meet.example"):
            assert secret not in text, (url, secret)
    assert "The address is shown after registration." in read(client, "/en/events/safe/")
    assert "숨은길" not in client.get("/ko/events/safe/").text


@pytest.mark.parametrize(
    ("language", "address", "city", "printed"),
    [
        ("ko", "서울 중구 세종대로 110", "서울", "서울 중구 세종대로 110"),
        ("en", "7 Narugol-gil, Eunmorae", "Eunmorae", "7 Narugol-gil, Eunmorae"),
        ("en", "18 Noryangjin-ro", "Seoul", "18 Noryangjin-ro Seoul"),
    ],
)
def test_a_city_that_the_address_names_is_printed_once(client, language, address, city, printed):
    place = {f"address_{language}": address, f"city_{language}": city, "venue_en": "Hall"}
    make_event(slug="here", **place | {"venue_ko": "강당"})
    page = read(client, f"/{language}/events/here/")
    assert f"{printed} " in page
    assert page.count(city) == 1
    data = event_json_ld(client, f"/{language}/events/here/")
    assert data["location"][0]["address"]["addressLocality"] == city
    card = read(client, f"/{language}/events/")
    assert city in card
    assert address not in card


def test_structured_data_repeats_the_page(client):
    make_network()
    event = make_launch(
        address_en="18 Street", city_en="Seoul", online_url="https://meet.example.org/"
    )
    make_panel(event)
    add_session(event, "break", title_en="", title_ko="")
    add_event_organisation(event, make_organisation(name_en="Host Org"), "host")
    add_event_organisation(event, make_organisation(name_en="Helper"), "supporter")
    data = event_json_ld(client, "/en/events/launch/")
    assert data["startDate"] == "2025-07-09T19:00:00+09:00"
    assert data["endDate"] == "2025-07-09T21:00:00+09:00"
    assert [host["name"] for host in data["organizer"]] == ["Host Org"]
    assert [part["name"] for part in data["subEvent"]] == ["Redefining masculinity"]
    assert {one["name"] for one in data["performer"]} == {"Lee Han", "Goldie Kim", "Park Bogi"}
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    virtual, place = data["location"]
    assert virtual["url"] == "http://testserver/en/events/launch/"
    assert place["name"] == "Seoul Family Plaza"
    text = read(client, "/en/events/launch/")
    for word in (place["name"], place["address"]["streetAddress"], "Host Org", "Lee Han"):
        assert word in text


def test_minors_are_no_performers_of_search_engines(client):
    event = make_launch()
    add_participation(add_session(event), make_person(name_en="Young One", is_minor=True))
    assert "performer" not in event_json_ld(client, "/en/events/launch/")


def test_drafts_and_scheduled_events_cannot_be_guessed(client):
    make_event(slug="draft", published_at_en=None, published_at_ko=None)
    tomorrow = timezone.now() + timedelta(days=1)
    make_event(slug="later", published_at_en=tomorrow, published_at_ko=tomorrow)
    for slug in ("draft", "later"):
        for ending in ("/", ".ics"):
            assert client.get(f"/en/events/{slug}{ending}").status_code == 404


def test_an_event_in_the_other_language_only_is_explained(client):
    make_event(slug="ko-only", title_ko="한국어 행사", published_at_en=None)
    response = client.get("/en/events/ko-only/")
    assert response.status_code == 404
    assert "한국어 행사" in response.text
    assert client.get("/en/events/ko-only.ics").status_code == 404
    korean = client.get("/ko/events/ko-only/").text
    assert "hreflang" not in korean.partition("<main")[0]
    assert "not yet in English" in korean


def test_both_languages_name_each_other(client):
    make_event(slug="both")
    html = client.get("/en/events/both/").text
    for code in ("ko", "en", "x-default"):
        assert f'hreflang="{code}" href="http://testserver/' in html


def test_a_former_slug_redirects(client):
    event = make_event(slug="old-name")
    event.slug = "new-name"
    event.save()
    response = client.get("/en/events/old-name/")
    assert (response.status_code, response.url) == (301, "/en/events/new-name/")


def test_bad_input_gives_a_correct_page(client):
    event = make_launch(title_en="🎉 <b>Launch</b> & “more”", venue_en="</script><i>")
    panel = add_session(event)
    for number in range(400):
        name = f"🙂 \u202eName\u200f {number} <script>" if number % 2 else f"שם {number}"
        add_participation(panel, make_person(name_en=name), order=number)
    html = client.get("/en/events/launch/").text
    assert html.count("<bdi>") >= 400
    assert "\u202e" not in html
    assert "<b>Launch" not in html
    assert html.count("<script") == html.count("</script>") == 3
    assert event_json_ld(client, "/en/events/launch/")["name"] == "🎉 <b>Launch</b> & “more”"
    assert "🙂 Name\u200f 399" in read(client, "/en/events/launch/")


def fill(events: int, people: int) -> None:
    make_network()
    photo = make_photo()
    for number in range(events):
        event = make_event(
            slug=f"event-{number}", starts_at=datetime(2025, 7, 9, 10, tzinfo=UTC), lead_photo=photo
        )
        add_event_photo(event, photo)
        add_event_organisation(event, make_organisation())
        add_message(event, organisation=make_organisation())
        event.topics.add(make_topic(slug=f"topic-{event.pk}"))
        for number in range(events):
            make_resource(slug=f"work-{event.pk}-{number}").events.add(event)
        for number in range(events):
            report = make_article(slug=f"{event.slug}-{number}", event=event, lead_photo=photo)
            add_quote(report, quote_en=f"Saying {number}")
        for part in ("panel", "lecture"):
            session = add_session(event, part)
            for order in range(people):
                add_participation(session, make_person(), order=order)


@pytest.mark.parametrize(("events", "people"), [(1, 1), (3, 1), (1, 20)])
def test_queries_of_the_page(client, django_assert_num_queries, events, people):
    fill(events, people)
    client.get("/en/events/event-0/")
    with django_assert_num_queries(12):
        assert client.get("/en/events/event-0/").status_code == 200


def test_an_event_lists_the_public_resources_that_were_presented_at_it(client):
    make_network()
    event = make_event(slug="launch")
    make_resource(slug="toolkit", title_en="The toolkit").events.add(event)
    make_resource(slug="draft", title_en="A draft", published_at_en=None).events.add(event)
    make_resource(slug="other", title_en="Another")
    page = read(client, "/en/events/launch/")
    assert "The toolkit" in page
    assert "A draft" not in page
    assert "Another" not in page


def test_topics_are_the_same_loaded_with_the_event_or_by_a_query():
    event = make_event(slug="launch")
    topics = [make_topic(slug=slug) for slug in ("care", "boys")]
    event.topics.set(topics)
    loaded = Event.objects.with_page_relations().get()
    by_slug = [topics[1], topics[0]]
    assert loaded.page_topics() == by_slug
    assert [topic.name_en for topic in loaded.page_topics()] == [topic.name_en for topic in by_slug]
    assert Event.objects.get().page_topics() == by_slug
