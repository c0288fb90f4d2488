"""The form of an event in the admin, with its programme, people, photos and messages."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erasure_log.models import UnwrittenErasureEntry
from events.models import Campaign, Event, EventOrganisation, Message, Participation, Session
from tests.support.builders import (
    add_event_organisation,
    add_event_photo,
    add_message,
    add_participation,
    add_session,
    make_campaign,
    make_event,
    make_network,
    make_organisation,
    make_person,
    make_photo,
    make_topic,
    tomorrow,
)
from versions.models import Version

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
FORMSETS = ("event_organisations", "sessions", "event_photos", "messages")


def rows(prefix: str, *rows: dict, saved: int = 0) -> dict:
    """The fields of a formset as a browser sends them; its first `saved` rows exist already."""
    counts = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": saved}
    return counts | {
        f"{prefix}-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }


def event_form(*sets: dict, **fields) -> dict:
    form = {
        "title_ko": "출범식",
        "title_en": "The launch",
        "kind": "launch",
        "status": "scheduled",
        "starts_at": "2025-07-09T19:00",
        "ends_at": "2025-07-09T21:00",
        "precision": "time",
        "time_zone": "Asia/Seoul",
        "address_for": "everybody",
        "attendance_exactness_ko": "exact",
        "published_at_ko_choice": "draft",
        "published_at_en_choice": "draft",
    }
    for prefix in FORMSETS:
        form |= rows(prefix)
    for one in sets:
        form |= one
    return form | fields


def add(staff, *sets, **fields):
    return staff.post("/admin/events/event/add/", event_form(*sets, **fields), follow=True)


def change(staff, event: Event, *sets, **fields):
    url = f"/admin/events/event/{event.pk}/change/"
    return staff.post(url, event_form(*sets, slug=event.slug, **fields), follow=True)


def session(*people: dict, number: int = 0, saved: int = 0, **fields) -> dict:
    """A session with its people."""
    fields = {"kind": "panel", "title_en": "Redefining masculinity"} | fields
    prefix = f"sessions-{number}"
    return (
        rows("sessions", *[{}] * (number + 1))
        | {f"{prefix}-{name}": value for name, value in fields.items()}
        | rows(f"{prefix}-people", *people, saved=saved)
    )


def errors(response) -> list[str]:
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", html).split()) for html in lists]


def error_at(response, field: str) -> str:
    """The error of one field; empty without one."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', response.text)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


# Adding and changing an event with its rows.


def test_an_event_is_entered_on_one_page_with_its_programme(staff):
    host, sender, photo = make_organisation(), make_organisation(name_en="Friends"), make_photo()
    han, seo = make_person(name_en="Lee Han"), make_person(name_en="Kim Chan-seo")
    answer = add(
        staff,
        rows("event_organisations", {"organisation": host.pk, "role": "host"}),
        session(
            {"person": seo.pk, "role": "panellist", "job_title_ko": "위원", "order": 1},
            {"person": han.pk, "role": "moderator", "job_title_en": "co-coordinator", "order": 2},
            starts_at="2025-07-09T20:00",
        ),
        rows("event_photos", {"photo": photo.pk}),
        rows("messages", {"organisation": sender.pk, "text_en": "One\n\nTwo\n\nThree"}),
        attendance="150",
    )
    assert errors(answer) == []
    event = Event.objects.get()
    assert event.starts_at == datetime(2025, 7, 9, 19, tzinfo=SEOUL)
    assert event.event_organisations.get().organisation == host
    [panel] = event.sessions.all()
    assert panel.starts_at == datetime(2025, 7, 9, 20, tzinfo=SEOUL)
    people = panel.participations.all()
    assert [(one.person, one.role) for one in people] == [(seo, "panellist"), (han, "moderator")]
    assert people[1].job_title_en == "co-coordinator"
    assert event.photos() == [photo]
    assert len(event.messages.get().paragraphs()) == 3
    assert answer.request["PATH_INFO"] == f"/admin/events/event/{event.pk}/change/"


def test_rows_are_kept_in_the_order_in_which_they_were_put(staff):
    people = [make_person(name_en=name) for name in ("A", "B", "C")]
    participations = zip(people, (3, 1, 2), strict=True)
    add(
        staff,
        session(*({"person": p.pk, "role": "panellist", "order": n} for p, n in participations)),
    )
    in_order = [one.person.name_en for one in Participation.objects.all()]
    assert in_order == ["B", "C", "A"]


def test_without_scripts_rows_keep_the_order_of_the_form(staff):
    people = [make_person(name_en=name) for name in ("A", "B", "C")]
    add(staff, session(*({"person": person.pk, "role": "panellist"} for person in people)))
    assert [one.person.name_en for one in Participation.objects.all()] == ["A", "B", "C"]


def test_rows_that_stayed_empty_are_not_kept(staff):
    answer = add(
        staff,
        rows("event_organisations", {"organisation": "", "role": "host", "order": 1}),
        session({"person": "", "role": "panellist", "order": 1}, kind="", title_en="", order=1),
        rows("messages", {"person": "", "organisation": "", "order": 1}),
    )
    assert errors(answer) == []
    assert Event.objects.count() == 1
    assert not Session.objects.exists()
    assert not EventOrganisation.objects.exists()
    assert not Message.objects.exists()


def saved_panel() -> tuple[Event, Session, list[Participation]]:
    event = make_event(
        starts_at=datetime(2025, 7, 9, 19, tzinfo=SEOUL),
        ends_at=datetime(2025, 7, 9, 21, tzinfo=SEOUL),
    )
    panel = add_session(event)
    people = [make_person(name_en=name) for name in ("A", "B", "C")]
    participations = [
        add_participation(panel, person, order=n) for n, person in enumerate(people, 1)
    ]
    return event, panel, participations


def saved_rows(event: Event, panel: Session, *people: dict) -> dict:
    fields = {"id": panel.pk, "event": event.pk}
    found = session(*people, saved=sum("id" in one for one in people), **fields)
    return found | {"sessions-INITIAL_FORMS": 1}


def as_row(participation: Participation, **fields) -> dict:
    person = {
        "id": participation.pk,
        "session": participation.session_id,
        "person": participation.person_id,
    }
    saved = {
        "role": participation.role,
        "job_title_en": participation.job_title_en,
        "order": participation.order,
    }
    return person | saved | fields


def test_people_are_changed_moved_taken_out_and_added_in_one_go(staff):
    event, panel, (a, b, c) = saved_panel()
    d = make_person(name_en="D")
    answer = change(
        staff,
        event,
        saved_rows(
            event,
            panel,
            as_row(a, order=3, job_title_en="chair"),
            as_row(b, DELETE="on"),
            as_row(c, order=1),
            {"person": d.pk, "role": "moderator", "order": 2},
        ),
    )
    assert errors(answer) == []
    found = [(one.person.name_en, one.job_title_en) for one in panel.participations.all()]
    assert found == [("C", "director"), ("D", None), ("A", "chair")]


def test_two_rows_may_swap_their_people(staff):
    event, panel, (a, b, c) = saved_panel()
    first, second = a.person, b.person
    answer = change(
        staff,
        event,
        saved_rows(
            event, panel, as_row(a, person=second.pk), as_row(b, person=first.pk), as_row(c)
        ),
    )
    assert errors(answer) == []
    assert [one.person.name_en for one in panel.participations.all()] == ["B", "A", "C"]


def test_a_person_can_be_removed_and_added_in_one_save(staff):
    event, panel, (a, b, c) = saved_panel()
    again = {"person": a.person_id, "role": "panellist", "order": 9}
    form = saved_rows(event, panel, as_row(a, DELETE="on"), as_row(b), as_row(c), again)
    assert errors(change(staff, event, form)) == []
    assert [one.person.name_en for one in panel.participations.all()] == ["B", "C", "A"]


def test_a_part_is_taken_out_with_its_people(staff):
    event, panel, participations = saved_panel()
    form = saved_rows(event, panel, *map(as_row, participations)) | {"sessions-0-DELETE": "on"}
    assert errors(change(staff, event, form)) == []
    assert not Session.objects.exists()
    assert not Participation.objects.exists()


# Errors stand at their field, and nothing typed is lost.


def test_an_end_before_the_start_is_told_at_the_end(staff):
    answer = add(staff, ends_at="2025-07-09T18:00")
    assert error_at(answer, "ends_at") == "An event cannot end before it starts."
    assert len(errors(answer)) == 1
    assert 'value="2025-07-09T18:00"' in answer.text
    assert not Event.objects.exists()


def test_a_part_outside_its_event_is_told_at_its_time(staff):
    han = make_person(name_en="Lee Han")
    person = {"person": han.pk, "role": "moderator", "job_title_en": "as of that day"}
    answer = add(staff, session(person, starts_at="2025-07-09T18:00", ends_at="2025-07-09T20:00"))
    message = "A part of the programme cannot begin before the event."
    assert error_at(answer, "sessions-0-starts_at") == message
    answer = add(staff, session(person, starts_at="2025-07-09T20:00", ends_at="2025-07-09T22:00"))
    message = "A part of the programme cannot end after the event."
    assert error_at(answer, "sessions-0-ends_at") == message
    assert 'value="as of that day"' in answer.text
    assert re.search(rf'<option value="{han.pk}" selected[^>]*>김보기 · Lee Han', answer.text)
    assert not Event.objects.exists()


def test_parts_may_lie_anywhere_in_days_whose_hours_are_unknown(staff):
    days = {"starts_at": "2025-07-09T00:00", "ends_at": "2025-07-10T00:00", "precision": "day"}
    evening = {"starts_at": "2025-07-10T19:00", "ends_at": "2025-07-10T21:00"}
    assert errors(add(staff, session(**evening), **days)) == []
    day = {"starts_at": "2025-07-09T12:00", "ends_at": "", "precision": "day"}
    morning = {"starts_at": "2025-07-09T10:00", "ends_at": "2025-07-09T11:00"}
    assert errors(add(staff, session(**morning), **day)) == []
    answer = add(staff, session(starts_at="2025-07-11T10:00"), **days)
    message = "A part of the programme cannot end after the event."
    assert error_at(answer, "sessions-0-starts_at") == message
    assert errors(add(staff, session(**evening), **days, time_zone="Seoul")) != []


def test_an_event_that_is_moved_takes_its_parts_along_or_says_so(staff):
    event = make_event(precision="time", starts_at=datetime(2025, 7, 9, 19, tzinfo=SEOUL))
    part = add_session(event, starts_at=event.starts_at)
    row = {"id": part.pk, "starts_at": f"{part.local_start:%Y-%m-%dT%H:%M}"}
    times = {"starts_at": "2031-07-09T19:00", "ends_at": "2031-07-09T21:00"}
    answer = change(staff, event, session(**row), **{"sessions-INITIAL_FORMS": 1}, **times)
    message = "A part of the programme cannot begin before the event."
    assert error_at(answer, "sessions-0-starts_at") == message


def test_a_part_that_ends_before_it_begins_is_told_at_its_end(staff):
    answer = add(staff, session(starts_at="2025-07-09T20:00", ends_at="2025-07-09T19:30"))
    assert error_at(answer, "sessions-0-ends_at") == "A part cannot end before it starts."


def test_somebody_is_named_without_a_record(staff):
    named = {"person": "", "role": "panellist", "name_ko": "김하나", "job_title_ko": "관장"}
    answer = add(staff, session(named))
    assert errors(answer) == []
    participation = Participation.objects.get()
    assert (participation.person, participation.name_ko, str(participation)) == (
        None,
        "김하나",
        "김하나 (panellist)",
    )
    event, row = (
        Event.objects.get(),
        as_row(participation, person="", name_ko="김하나 2세", job_title_en=""),
    )
    assert errors(change(staff, event, saved_rows(event, participation.session, row))) == []
    newest = Version.objects.for_item(event).order_by("-pk")[0]
    assert "김하나 2세" in newest.values_or_delta.values()


@pytest.mark.parametrize("named", ["", "Kim Hana"])
def test_a_row_has_a_person_or_a_name_and_not_both(staff, named):
    person = make_person().pk if named else ""
    row = {"person": person, "role": "panellist", "name_en": named, "job_title_ko": "관장"}
    answer = add(staff, session(row))
    message = "Choose a person, or write a name: one of the two in each row."
    assert error_at(answer, "sessions-0-people-0-person") == message


def test_how_exact_a_figure_is_may_differ_by_language(staff):
    answer = add(staff, attendance="200", attendance_exactness_en="about")
    event = Event.objects.get()
    assert (event.attendance_exactness_ko, event.attendance_exactness_en) == ("exact", "about")
    assert '<option value="" selected>as in Korean</option>' not in answer.text
    assert answer.text.count(">as in Korean</option>") == 1


def test_nobody_is_twice_in_the_same_role_of_a_part(staff):
    person = {"person": make_person().pk, "role": "panellist"}
    answer = add(staff, session(person, person))
    message = "This person has this role in this part already."
    assert error_at(answer, "sessions-0-people-1-person") == message
    assert "Check the people in this part." in answer.text
    assert "please correct this" in answer.text
    assert not Event.objects.exists()
    assert errors(add(staff, session(person, person | {"role": "moderator"}))) == []


def test_nobody_is_added_in_a_role_that_an_unchanged_row_has(staff):
    event = make_event()
    panel = add_session(event, "panel")
    person = make_person()
    participation = add_participation(panel, person, "panellist")
    unchanged = as_row(participation, job_title_ko=participation.job_title_ko)
    again = {"person": person.pk, "role": "panellist"}
    answer = change(staff, event, saved_rows(event, panel, unchanged, again))
    message = "This person has this role in this part already."
    assert error_at(answer, "sessions-0-people-1-person") == message
    assert list(panel.participations.all()) == [participation]


def test_an_organisation_has_a_role_once(staff):
    row = {"organisation": make_organisation().pk, "role": "host"}
    answer = add(staff, rows("event_organisations", row, row))
    message = "This organisation has this role already."
    assert error_at(answer, "event_organisations-1-organisation") == message


def test_a_message_without_a_sender_is_told_at_the_sender(staff):
    answer = add(staff, rows("messages", {"text_en": "Congratulations."}))
    message = "Say who sent the message: a person or organisation."
    assert error_at(answer, "messages-0-person") == message
    assert "Congratulations." in answer.text


def test_people_in_a_session_without_a_kind_are_an_error(staff):
    answer = add(staff, session({"person": make_person().pk, "role": "guest"}, kind=""))
    assert error_at(answer, "sessions-0-kind") == "This field is required."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("online_url", "no link"),
        ("registration_url", "javascript:alert(1)"),
        ("title_en", "a" * 10_000),
        ("title_en", "a\x00b"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "\x00"),
        ("starts_at", "0001-01-01T00:00"),
        ("starts_at", "9999-12-31T23:59"),
        ("starts_at", ""),
        ("ends_at", "tomorrow"),
        ("attendance", "-1"),
        ("attendance", "99999999999999999999"),
        ("campaign", "abc"),
        ("kind", "party"),
        ("lead_photo", "99999999999999999999"),
        ("sessions-0-title_en", "a" * 10_000),
        ("sessions-0-starts_at", "0001-01-01T00:00"),
        ("sessions-0-kind", "\x00"),
        ("sessions-0-order", "99999999"),
        ("sessions-0-people-0-person", "abc"),
        ("sessions-0-people-0-person", "99999999999999999999"),
        ("sessions-0-people-0-person", "0"),
        ("sessions-0-people-0-job_title_ko", "가" * 10_000),
        ("event_organisations-0-organisation", "\x00"),
        ("event_photos-0-photo", "abc"),
        ("messages-0-person", "²"),
    ],
)
def test_bad_input_is_an_error_and_never_breaks_the_form(staff, field, value):
    person = {"person": make_person().pk, "role": "panellist"}
    answer = add(
        staff,
        rows("event_organisations", {"organisation": make_organisation().pk, "role": "host"}),
        session(person, starts_at="2025-07-09T20:00"),
        rows("event_photos", {"photo": make_photo(rendered=False).pk}),
        rows("messages", {"person": person["person"], "text_en": "Hello"}),
        **{field: value},
    )
    assert answer.status_code == 200
    assert errors(answer)
    assert "출범식" in answer.text
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "title", ["💚 출범 🎉", "\u202eabc\u202c", "עברית", "<script>alert(1)</script>"]
)
def test_titles_may_contain_emoji_other_scripts_and_markup(staff, title):
    answer = add(staff, session(title_ko=title), title_ko=title)
    assert errors(answer) == []
    assert Event.objects.get().title_ko == title.strip("\u202e\u202c")
    assert "<script>alert" not in answer.text


def test_a_row_that_somebody_else_deleted_is_an_error(staff):
    event, panel, (a, b, c) = saved_panel()
    form = saved_rows(event, panel, as_row(a), as_row(b), as_row(c))
    a.delete()
    assert change(staff, event, form).status_code == 200
    panel.delete()
    assert change(staff, event, form).status_code == 200


# Time zones.


def test_times_are_typed_in_the_time_zone_of_the_event(staff):
    answer = add(staff, session(starts_at="2025-07-09T20:00"), time_zone="Europe/Amsterdam")
    event = Event.objects.get()
    assert event.starts_at == datetime(2025, 7, 9, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert event.sessions.get().starts_at - event.starts_at == timedelta(hours=1)
    assert 'name="starts_at" value="2025-07-09T19:00"' in answer.text
    assert 'name="sessions-0-starts_at" value="2025-07-09T20:00"' in answer.text


# Copying to the next year.


def copied(staff, event: Event) -> Event:
    staff.post(f"/admin/events/event/{event.pk}/copy/")
    return Event.objects.exclude(pk=event.pk).get()


def test_an_event_is_copied_as_a_draft_a_year_later(staff):
    make_network()
    event, panel, _participations = saved_panel()
    panel.starts_at = event.starts_at
    panel.save()
    event.attendance, event.status = 150, Event.Status.CANCELLED
    event.groups_present_ko, event.lead_photo = "청년", make_photo()
    event.save()
    event.topics.add(make_topic())
    add_event_organisation(event, make_organisation())
    add_message(event)
    add_event_photo(event, event.lead_photo)
    new = copied(staff, event)
    assert new.starts_at == datetime(2026, 7, 9, 19, tzinfo=SEOUL)
    assert new.ends_at == datetime(2026, 7, 9, 21, tzinfo=SEOUL)
    assert (new.title_ko, new.title_en, new.venue_en) == (
        event.title_ko,
        "The launch",
        event.venue_en,
    )
    assert new.published_languages == []
    assert new.status == Event.Status.SCHEDULED
    assert (new.attendance, new.lead_photo) == (None, None)
    assert not new.groups_present_ko
    assert [topic.slug for topic in new.topics.all()] == ["care"]
    assert new.event_organisations.count() == 1
    assert (new.messages.count(), new.event_photos.count()) == (0, 0)
    [part] = new.sessions.all()
    assert part.starts_at == datetime(2026, 7, 9, 19, tzinfo=SEOUL)
    assert [one.person.name_en for one in part.participations.all()] == ["A", "B", "C"]
    assert new.slug != event.slug
    assert new.former_slugs == []
    assert panel.participations.count() == 3


def test_the_29th_of_february_is_copied_to_the_28th(staff):
    start = datetime(2028, 2, 29, 19, tzinfo=SEOUL)
    new = copied(staff, make_event(starts_at=start, ends_at=None))
    assert (new.local_start.month, new.local_start.day, new.ends_at) == (2, 28, None)


def test_a_night_into_the_29th_of_february_is_copied_into_1_march(staff):
    start, leap_day = datetime(2028, 2, 28, 23, tzinfo=SEOUL), datetime(2028, 2, 29, tzinfo=SEOUL)
    event = make_event(starts_at=start, ends_at=leap_day + timedelta(hours=2))
    add_session(event, order=1, starts_at=start, ends_at=leap_day)
    half_past = leap_day + timedelta(minutes=30)
    add_session(event, order=2, starts_at=half_past, ends_at=leap_day + timedelta(hours=1))
    add_session(event, order=3, starts_at=None, ends_at=half_past)
    new = copied(staff, event)
    first_of_march = datetime(2029, 3, 1, tzinfo=SEOUL)
    assert new.starts_at == datetime(2029, 2, 28, 23, tzinfo=SEOUL)
    assert new.ends_at == first_of_march + timedelta(hours=2)
    assert [(session.local_start, session.local_end) for session in new.sessions.all()] == [
        (new.starts_at, first_of_march),
        (first_of_march + timedelta(minutes=30), first_of_march + timedelta(hours=1)),
        (None, first_of_march + timedelta(minutes=30)),
    ]


def test_the_29th_of_february_is_copied_to_one_day(staff):
    start = datetime(2028, 2, 29, 19, tzinfo=SEOUL)
    event = make_event(starts_at=start)
    add_session(event, starts_at=start, ends_at=start + timedelta(hours=1))
    new = copied(staff, event)
    assert new.ends_at == datetime(2029, 2, 28, 21, tzinfo=SEOUL)
    assert new.sessions.get().ends_at == datetime(2029, 2, 28, 20, tzinfo=SEOUL)


def test_copying_needs_a_button_and_the_right_to_add(staff, client):
    event = make_event()
    url = f"/admin/events/event/{event.pk}/copy/"
    assert "Copy to next year" in staff.get(f"/admin/events/event/{event.pk}/change/").text
    assert staff.get(url).status_code == 405
    assert staff.post("/admin/events/event/99999/copy/").status_code == 404
    user = User.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_event"))
    client.force_login(user)
    assert client.post(url).status_code == 403
    assert "copy/" not in client.get(f"/admin/events/event/{event.pk}/change/").text
    assert Event.objects.count() == 1


# Permissions and numbers of queries.


def test_with_the_permission_to_view_the_programme_cannot_be_changed(client):
    event, panel, (a, b, c) = saved_panel()
    user = User.objects.create_user("reader", password="x", is_staff=True)
    names = ("view_event", "view_session", "view_participation")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    url = f"/admin/events/event/{event.pk}/change/"
    html = client.get(url).text
    assert 'name="_save"' not in html
    assert 'name="sessions-0-title_en"' not in html
    form = event_form(saved_rows(event, panel, as_row(a, DELETE="on"), as_row(b), as_row(c)))
    assert client.post(url, form).status_code == 403
    assert panel.participations.count() == 3


def test_the_form_has_the_same_number_of_queries_for_forty_people(staff):
    counts = []
    for parts, people in ((1, 1), (3, 40)):
        event = make_event()
        for part in range(parts):
            panel = add_session(event, order=part)
            for person in range(people // parts + 1):
                add_participation(panel, make_person(name_en=f"P{part} {person}"))
        for number in range(parts):
            add_event_organisation(event, make_organisation(name_en=f"O{number}"))
            add_message(event)
            add_event_photo(event, make_photo(rendered=False))
        url = f"/admin/events/event/{event.pk}/change/"
        staff.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_a_person_of_a_part_weighs_little_in_the_form(staff):
    part = add_session(make_event())
    add_participation(part)
    url = f"/admin/events/event/{part.event_id}/change/"
    alone = len(staff.get(url).content)
    for order in range(10):
        add_participation(part, order=order)
    assert (len(staff.get(url).content) - alone) / 10 <= 5_000


def test_what_people_and_organisations_do_is_labelled_as_organisers_say(staff):
    part = add_session(make_event())
    add_participation(part)
    add_event_organisation(part.event, make_organisation())
    staff.cookies["django_language"] = "ko"
    html = staff.get(f"/admin/events/event/{part.event_id}/change/").text
    for name in ("event_organisations-0-role", "sessions-0-people-0-role"):
        assert re.search(rf'<label[^>]* for="id_{name}">역할:</label>', html)


def test_stored_urls_and_dates_do_not_look_like_the_stock_admin(staff):
    event = make_event(registration_url="https://example.org/form")
    html = staff.get(f"/admin/events/event/{event.pk}/change/").text
    assert re.search(
        r'value="https://example.org/form"[^>]*>\s*<a class="leads-to" href="https://example.org/form"',
        html,
    )
    assert "Currently" not in html
    photo = staff.get(f"/admin/photos/photo/{make_photo().pk}/change/").text
    assert '<input type="date" name="taken_on"' in photo


@pytest.mark.parametrize("people", [3, 40])
def test_saving_has_the_same_number_of_queries_for_forty_people(
    staff, django_assert_num_queries, people
):
    event = make_event(slug="launch")
    panel = add_session(event)
    participations = [add_participation(panel, order=order + 1) for order in range(people)]
    rows_of_people = [
        as_row(participation, job_title_ko=participation.job_title_ko)
        for participation in participations
    ]
    url = f"/admin/events/event/{event.pk}/change/"
    # The first save also keeps what was there before.
    staff.post(url, event_form(saved_rows(event, panel, *rows_of_people), slug="launch"))
    rows_of_people[1] |= {"job_title_en": "poet"}
    form = event_form(saved_rows(event, panel, *rows_of_people), slug="launch")
    # Two of them are the savepoint inside the transaction that locks the row.
    # Five of them keep a version and end the working copy; one looks for translations, one for
    # photos that no page shows.
    with django_assert_num_queries(50):
        assert staff.post(url, form).status_code == 302
    texts = Participation.objects.values_list("job_title_en", flat=True)
    assert list(texts).count("poet") == 1
    assert len(texts) == people


# The first page of the admin, and previews.


def test_the_admin_begins_an_event_and_shows_what_is_coming(staff):
    coming = make_event(title_en="Soon", starts_at=tomorrow())
    make_event(title_en="Over", starts_at=timezone.now() - timedelta(days=9))
    make_event(title_en="Off", starts_at=tomorrow(), status=Event.Status.CANCELLED)
    html = staff.get("/admin/").text
    assert 'href="/admin/events/event/add/"' in html
    panel = re.search(r"<h2 id=\"panel-upcoming-events\">.*?</section>", html, re.DOTALL)[0]
    assert f'<a href="/admin/events/event/{coming.pk}/change/">Soon</a>' in panel
    assert "Off" in panel
    assert "cancelled" in panel
    assert "Over" not in panel


def test_the_admin_names_events_and_organisations_that_lack_a_language(staff):
    event = make_event(title_en="", published_at_en=None, title_ko="한국어 행사")
    make_organisation(name_en="", published_at_en=None, name_ko="한국어 단체")
    html = staff.get("/admin/").text
    url = f"/admin/events/event/{event.pk}/change/#id_title_en"
    assert f'<a href="{url}"><span lang="ko">한국어 행사</span></a>' in html
    assert "#id_name_en" in html


def test_an_event_is_previewed_before_it_is_public(staff, client):
    make_network()
    event = make_event(published_at_ko=None, published_at_en=None)
    answer = staff.get(f"/admin/preview/event/{event.pk}/en/")
    assert "The launch" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


# Campaigns.


def campaign_form(**fields) -> dict:
    days = {"from_month": 11, "from_day": 25, "to_month": 12, "to_day": 10}
    names = {"name_ko": "16일 행동", "name_en": "16 Days", "slug": "", "kind": "campaign"}
    return names | days | fields


def test_a_campaign_gets_its_slug_from_its_name(staff):
    staff.post("/admin/events/campaign/add/", campaign_form(name_en="Sixteen Days"))
    assert Campaign.objects.get().slug == "sixteen-days"


@pytest.mark.parametrize(
    ("fields", "error_field"),
    [({"to_month": 2, "to_day": 30}, "to_day"), ({"from_month": 6, "from_day": 31}, "from_day")],
)
def test_a_day_that_the_month_does_not_have_is_an_error_of_the_day(staff, fields, error_field):
    answer = staff.post("/admin/events/campaign/add/", campaign_form(**fields))
    assert error_at(answer, error_field) == "This month has no such day."


@pytest.mark.parametrize("fields", [{"to_month": 13}, {"from_day": 0}, {"from_day": "x"}])
def test_a_month_that_does_not_exist_is_an_error(staff, fields):
    answer = staff.post("/admin/events/campaign/add/", campaign_form(**fields))
    assert errors(answer)
    assert not Campaign.objects.exists()


def test_an_event_with_an_unpublishable_lead_photo_is_not_published(staff):
    photo = make_photo(photographer=None)
    answer = add(staff, lead_photo=photo.pk, published_at_en_choice="now")
    assert "Add a credit" in error_at(answer, "lead_photo")
    assert not Event.objects.exists()
    event = make_event(lead_photo=photo, published_at_en=None)
    assert len(event.publication_blockers("en")) == 1


def test_hiding_the_address_is_recorded_to_be_repeated_after_a_restore(staff):
    event = make_event()
    url = f"/admin/events/event/{event.pk}/change/"
    public = {"published_at_ko_choice": "now", "published_at_en_choice": "now"}
    assert staff.post(url, event_form(**public, address_for="registered")).status_code == 302
    [unwritten] = UnwrittenErasureEntry.objects.all()
    assert (unwritten.data["action"], unwritten.data["detail"]) == ("unpublish", "address")


def test_filters_have_the_labels_of_their_fields_and_say_none(staff):
    make_campaign()
    html = staff.get("/admin/events/event/").text
    assert "<summary>Campaign or series</summary>" in html
    assert '<a href="?campaign__isnull=True"><span class="nothing">none</span></a>' in html
