"""The inbox: who finds which applications, one application on a page, and who reads what."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from joining.models import (
    Application,
    ApplicationAccessLogEntry,
    ApplicationFile,
    ApplicationLogEntry,
    Consent,
    ConsentText,
    RetentionLogEntry,
    Vote,
)
from joining.privacy import retention
from joining.review import inbox
from tests.support.builders import make_application, make_colleague, make_network, make_organisation

pytestmark = pytest.mark.django_db

INBOX = "/admin/joining/application/"
State = Application.State


def log_in(client, user):
    """A browser of the staff that reads English."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    client.user = user
    return client


@pytest.fixture
def staff(client):
    return log_in(client, make_colleague("mina", "decide", "vote", "export", first_name="Mina"))


@pytest.fixture
def reviewer(client):
    return log_in(client, make_colleague("jun", "vote"))


def listed_names(html: str) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">(.*?)</a></h2>', html)


def visible_text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def page(client, application: Application) -> str:
    return client.get(f"{INBOX}{application.pk}/").text


# The list.


def test_the_inbox_opens_with_what_waits_for_the_staff_the_longest_waiting_first(staff):
    now = timezone.now()
    for name, state, days in (
        ("New", State.RECEIVED, 1),
        ("Old", State.SCREENING, 12),
        ("Voting", State.VOTING, 5),
        ("Asked", State.NEEDS_INFO, 30),
        ("Raid", State.QUARANTINE, 40),
        ("Done", State.DECLINED, 50),
        ("Unproved", State.UNCONFIRMED, 60),
    ):
        make_application(name_en=name, state=state, state_since=now - timedelta(days=days))
    html = staff.get(INBOX).text
    assert listed_names(html) == ["Old", "Voting", "New"]
    assert "for 12 days" in html


@pytest.mark.parametrize(
    ("category", "names"),
    [
        ("mine", ["screening"]),
        ("received", ["received"]),
        ("needs-info", ["needs-info"]),
        ("closed", ["withdrawn", "declined", "accepted"]),
        ("quarantine", ["quarantine"]),
        ("to-vote", ["voting"]),
        ("nonsense", ["received", "screening", "voting"]),
    ],
)
def test_each_category_holds_what_it_says(staff, category, names):
    for number, state in enumerate(State):
        assignee = staff.user if state == State.SCREENING else None
        since = timezone.now() - timedelta(days=30 - number)
        make_application(name_en=state.value, state=state, assignee=assignee, state_since=since)
    found = listed_names(staff.get(f"{INBOX}?category={category}").text)
    assert [name for name in found if name != State.CLOSED_UNDECIDED] == names


def test_nobody_sees_an_application_before_its_address_is_confirmed(staff):
    application = make_application(name_en="Unproved", state=State.UNCONFIRMED)
    assert listed_names(staff.get(f"{INBOX}?q=Unproved").text) == []
    assert staff.get(f"{INBOX}{application.pk}/").status_code == 404


@pytest.mark.parametrize("asked", ["다정한", "kind fath", "REFERENCE", "아빠모임"])
def test_search_finds_by_name_in_any_language_and_by_reference(staff, asked):
    application = make_application()
    make_application(name_ko="다른 곳", name_en="Another")
    asked = application.reference[:5].lower() if asked == "REFERENCE" else asked
    assert listed_names(staff.get(INBOX, {"q": asked}).text) == ["Kind Fathers"]


def test_an_old_application_is_found_by_its_whole_name_address_or_reference(staff, monkeypatch):
    """Names are encrypted: parts of one are looked for among the newest only, and it says so."""
    monkeypatch.setattr("joining.review.inbox.MAX_SEARCHED_NAMES", 1)
    old = make_application(name_ko="옛 아빠들", name_en="Old Fathers", email="old@example.org")
    assert "Names are encrypted" not in staff.get(INBOX, {"q": "fath"}).text
    make_application(name_ko="", name_en="New Fathers", email="new@example.org")
    html = staff.get(INBOX, {"q": "fath"}).text
    assert listed_names(html) == ["New Fathers"]
    assert "Names are encrypted" in html
    for asked in ("old fathers", "옛아빠들", " OLD@example.org", old.reference[:6]):
        assert listed_names(staff.get(INBOX, {"q": asked}).text) == ["Old Fathers"], asked


def test_search_leaves_out_what_is_set_apart_unless_that_is_searched(staff):
    make_application(state=State.QUARANTINE)
    html = staff.get(INBOX, {"q": "Kind"}).text
    assert listed_names(html) == []
    assert "Search in quarantine" in html
    assert listed_names(staff.get(INBOX, {"q": "Kind", "category": "quarantine"}).text) == [
        "Kind Fathers"
    ]


def test_a_reviewer_finds_what_there_is_to_vote_on_and_what_they_voted_on(reviewer):
    make_application(name_en="Open", state=State.VOTING)
    decided = make_application(name_en="Voted", state=State.DECLINED)
    Vote.objects.create(application=decided, reviewer=reviewer.user, choice=Vote.Choice.FOR)
    hidden = make_application(name_en="Hidden", state=State.SCREENING)
    assert listed_names(reviewer.get(INBOX).text) == ["Open"]
    assert listed_names(reviewer.get(f"{INBOX}?category=voted").text) == ["Voted"]
    assert listed_names(reviewer.get(f"{INBOX}?category=waiting").text) == ["Open"]
    assert listed_names(reviewer.get(INBOX, {"q": "Hidden"}).text) == []
    assert page(reviewer, decided)
    assert reviewer.get(f"{INBOX}{hidden.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", ["", "?category=quarantine", "?q=Kind", "?category=mine"])
def test_the_inbox_costs_the_same_however_much_there_is(
    staff, django_assert_num_queries, address, number
):
    make_network()
    for _number in range(number):
        make_application(assignee=staff.user, state=State.SCREENING)
        make_application(state=State.QUARANTINE)
    # The names are encrypted: a search opens them first.
    with django_assert_num_queries(10 if "q=" in address else 9):
        assert staff.get(f"{INBOX}{address}").status_code == 200


def insert_copies(application: Application, times: int) -> None:
    """The same row again and again, made by the database: encrypting each would take long."""
    fields = Application._meta.concrete_fields
    rest = [field.column for field in fields if field.name not in ("id", "reference", "draft_hash")]
    columns = ", ".join(rest)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO joining_application (reference, draft_hash, {columns}) "  # noqa: S608
            f"SELECT 'J' || lpad(n::text, 7, '0'), 'junk-' || n, {columns} "
            "FROM joining_application, generate_series(1, %s) AS n WHERE id = %s",
            [times, application.pk],
        )


def test_the_real_ones_are_found_under_a_raid(staff, django_assert_num_queries):
    make_network()
    long_ago = timezone.now() - timedelta(days=9)
    real = make_application(name_en="Genuine Fathers", state_since=long_ago)
    insert_copies(make_application(state=State.QUARANTINE, name_ko="쓰레기", name_en=""), 20_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE joining_application")
    assert "application_waiting" in inbox.WAITING_FOR_US.applications(staff.user).explain()
    with django_assert_num_queries(9):
        html = staff.get(INBOX).text
    assert listed_names(html) == ["Genuine Fathers"]
    assert listed_names(staff.get(INBOX, {"q": real.reference}).text) == ["Genuine Fathers"]
    assert len(listed_names(staff.get(f"{INBOX}?category=quarantine").text)) == 50


# One application.


def test_an_application_stands_on_one_page(staff):
    make_network(votes_needed=2)
    application = make_application(state=State.VOTING, phone="02-123-4567", website="https://a.kr")
    text = ConsentText.objects.create(purpose="handling", language="ko", digest="1", text="동의 글")
    Consent.objects.create(application=application, purpose="handling", text=text, is_given=True)
    ApplicationLogEntry.objects.create(
        application=application, actor=ApplicationLogEntry.Actor.APPLICANT, to_state=State.RECEIVED
    )
    html = visible_text(page(staff, application))
    for what in (
        "Kind Fathers",
        application.reference,
        "함께 돌보는 사회를 만들고 싶습니다.",
        "office@example.org",
        "02-123-4567",
        "동의 글",
        "0 of 2 votes needed",
        "Applicant",
    ):
        assert what in html


def test_what_was_written_is_text_and_nothing_in_it_is_a_link(staff):
    application = make_application(
        motivation='<script>alert(1)</script> <a href="https://evil.example">here</a>',
        website="https://evil.example",
    )
    html = page(staff, application)
    assert "<script>alert" not in html
    assert 'href="https://evil.example' not in html
    assert "https://evil.example" in html


def test_what_looks_like_a_raid_is_folded_up(staff):
    calm = make_application()
    hostile = make_application(spam_score=4, spam_signs=["links"], name_hashes=[], email_hash="")
    assert '<details class="panel suspect">' not in page(staff, calm)
    shown = page(staff, hostile)
    assert '<details class="panel suspect">' in shown
    assert "more links than people put into an application" in shown


@pytest.mark.time_machine("2026-03-02T10:00:00+09:00", tick=False)
def test_reading_is_written_down_once_an_hour_for_each_reader(staff, time_machine):
    application = make_application()
    page(staff, application)
    page(staff, application)
    assert ApplicationAccessLogEntry.objects.count() == 1
    time_machine.move_to("2026-03-02T11:01:00+09:00", tick=False)
    staff.force_login(staff.user)
    page(staff, application)
    entry = ApplicationAccessLogEntry.objects.first()
    assert ApplicationAccessLogEntry.objects.count() == 2
    assert (entry.action, entry.reference, entry.account) == (
        "read",
        application.reference,
        staff.user,
    )


def test_files_are_kept_and_never_shown(staff):
    application = make_application()
    file = ApplicationFile(application=application, kind="document", name="정관.html")
    file.file.save("x.bin", ContentFile(b"<script>alert(1)</script>"))
    answer = staff.get(f"{INBOX}{application.pk}/files/{file.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    elsewhere = make_application()
    assert staff.get(f"{INBOX}{elsewhere.pk}/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize("damage", ["first", "last", "gone", "cut"])
def test_a_file_that_is_damaged_is_a_page_and_no_broken_download(staff, damage):
    application = make_application()
    file = ApplicationFile(application=application, kind="document", name="정관.pdf")
    # More than one piece, so that the beginning may be whole.
    file.file.save("x.pdf", ContentFile(bytes(1_500_000)))
    path = Path(file.file.path)
    sealed = path.read_bytes()
    match damage:
        case "first":
            path.write_bytes(b"x" + sealed[1:])
        case "last":
            path.write_bytes(sealed[:-20] + bytes(19) + b"\n")
        case "cut":
            path.write_bytes(sealed[: sealed.index(b"\n") + 1])
        case "gone":
            path.unlink()
    answer = staff.get(f"{INBOX}{application.pk}/files/{file.pk}/")
    assert answer.status_code == 404
    assert "“정관.pdf” is damaged or missing on the server" in answer.text
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert f'href="{INBOX}{application.pk}/"' in answer.text


def test_possible_doubles_are_named_to_coordinators_only(staff, client):
    application = make_application(state=State.VOTING)
    double = make_application(name_en="Kind Fathers again", state=State.DECLINED)
    unproved = make_application(name_en="Unproved", state=State.UNCONFIRMED)
    make_organisation(name_ko="(사)다정한 아빠 모임", name_en="", published_at_en=None)
    html = page(staff, application)
    assert double.reference in html
    assert "(사)다정한 아빠 모임" in html
    assert unproved.reference not in html
    log_in(client, make_colleague("jun", "vote"))
    assert double.reference not in page(client, application)


# Votes are each reviewer's own.


def vote(application, username: str, choice: str, **said) -> Vote:
    reviewer = make_colleague(username, "vote", first_name=username.title())
    return Vote.objects.create(application=application, reviewer=reviewer, choice=choice, **said)


def test_how_others_voted_is_shown_after_ones_own_vote(reviewer):
    make_network(votes_needed=2)
    application = make_application(state=State.VOTING)
    vote(application, "anna", "against", remark="Not yet.")
    before = visible_text(page(reviewer, application))
    assert "1 of 2 votes needed" in before
    assert "Not yet." not in before
    assert "Anna" not in before
    said = {"choice": "for", "remark": "Yes."}
    after = visible_text(reviewer.post(f"{INBOX}{application.pk}/vote/", said, follow=True).text)
    assert "Anna : against Not yet." in after
    assert "For 1, against 1, abstentions 0" in after


def test_whoever_decides_sees_the_votes_once_there_are_enough(staff):
    make_network(votes_needed=2)
    application = make_application(state=State.VOTING)
    vote(application, "anna", "for")
    assert "Anna" not in page(staff, application)
    vote(application, "ben", "for")
    assert "Anna" in page(staff, application)


def test_a_conflict_of_interest_ends_voting_and_not_reading(reviewer):
    make_network(votes_needed=2)
    application = make_application(state=State.VOTING)
    vote(application, "anna", "for")
    said = {"choice": "for", "has_conflict": "on"}
    html = reviewer.post(f"{INBOX}{application.pk}/vote/", said, follow=True).text
    assert application.votes.get(reviewer=reviewer.user).choice == ""
    assert "Anna" in html
    assert 'name="choice"' not in html


def test_a_vote_without_a_choice_says_what_to_do_and_keeps_the_remark(reviewer):
    application = make_application(state=State.VOTING)
    html = reviewer.post(f"{INBOX}{application.pk}/vote/", {"remark": "Long thought."}).text
    assert "Choose one, or tick the conflict of interest." in html
    assert "Long thought." in html
    assert not application.votes.exists()


def test_notes_are_read_by_colleagues(reviewer):
    application = make_application(state=State.VOTING)
    html = reviewer.post(f"{INBOX}{application.pk}/note/", {"text": "Met them."}, follow=True).text
    assert "Met them." in html


# Taking applications out of the site.


def test_an_export_needs_a_reason_and_is_written_down(staff):
    make_application(name_en="=1+1", motivation="첫째\n둘째")
    make_application(state=State.QUARANTINE, name_en="Raid")
    refused = staff.post(f"{INBOX}export/", {"category": "waiting", "reason": " "})
    assert refused.headers["Content-Type"].startswith("text/html")
    assert not ApplicationAccessLogEntry.objects.exists()
    answer = staff.post(f"{INBOX}export/", {"category": "waiting", "reason": "General meeting"})
    lines = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in lines
    assert "첫째\n둘째" in lines
    assert "Raid" not in lines
    entry = ApplicationAccessLogEntry.objects.get()
    assert (entry.action, entry.reason, entry.number) == ("export", "General meeting", 1)


def test_the_log_of_reading_is_read_and_never_changed(staff):
    application = make_application()
    page(staff, application)
    html = staff.get("/admin/joining/applicationaccesslogentry/").text
    assert application.reference in html
    entry = ApplicationAccessLogEntry.objects.get()
    assert staff.get("/admin/joining/applicationaccesslogentry/add/").status_code == 403
    assert (
        staff.post(f"/admin/joining/applicationaccesslogentry/{entry.pk}/delete/").status_code
        == 403
    )


def test_the_log_of_what_was_erased_names_rules_in_words_and_is_for_those_who_decide(staff, client):
    erased = RetentionLogEntry.objects.create(rule=retention.ERASED_BY_HAND, number=3)
    address = "/admin/joining/retentionlogentry/"
    for rule in retention.RULES:
        RetentionLogEntry.objects.create(rule=rule.name, number=1)
    html = staff.get(address).text
    assert "applications erased by hand" in html
    assert f"Retention log: {len(retention.RULES) + 1}" in html
    staff.cookies["django_language"] = "ko"
    said = re.findall(r'class="field-rule_label">(.*?)<', staff.get(address).text)
    assert "직접 파기한 신청" in said
    assert len(said) == len(retention.RULES) + 1
    assert not re.search("[A-Za-z]", "".join(said))
    assert staff.post(f"{address}{erased.pk}/delete/").status_code == 403
    assert log_in(client, make_colleague("jun", "vote")).get(address).status_code == 403


# The first page of the staff.


def test_the_admin_says_how_many_wait_and_for_how_long(staff):
    make_application(state_since=timezone.now() - timedelta(days=12))
    make_application()
    html = visible_text(staff.get("/admin/").text)
    assert "Waiting for us 2, the longest for 12 days" in html
