"""The e-mails of joining as they arrive: whole, in the recipient's language, with good links."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import override

from cms.text.writing_systems import HANGUL_SYLLABLE
from joining import emails
from joining.form import submission
from joining.limits_and_periods import DECLINED_RETENTION
from joining.membership import agreement_signatures
from joining.models import Application
from joining.review import (
    applicant_transitions,
    referees,
    reminders,
    staff_actions,
    staff_transitions,
)
from mail.models import Email
from tests.support.builders import (
    emails_to,
    make_agreements,
    make_answers,
    make_application,
    make_colleague,
    make_contact,
    make_draft,
    make_network,
)

pytestmark = pytest.mark.django_db

State = Application.State
DAY = timedelta(days=1)
HOSTILE = "당첨! https://evil.example/ <b>누르세요</b>"


@pytest.fixture(autouse=True)
def _network():
    make_network(
        votes_needed=0,
        contact=make_contact(email="privacy@example.org"),
        deciding_body_ko="운영위원회",
        deciding_body_en="Steering Committee",
    )


@pytest.fixture
def coordinator():
    return make_colleague("desk", "decide", "vote")


def mark_all_sent() -> None:
    Email.objects.exclude(state="sent").update(state="sent", sent_at=timezone.now())


def queue_all_emails(language: str, coordinator) -> dict[str, Email]:
    """Every e-mail to applicants and members, each in the move that it goes with."""
    make_agreements()
    form = {"language": language, "email": "a@example.org"}
    first = applicant_transitions.confirm_email(
        submission.submit_application(make_draft(language=language), make_answers())
    )
    applicant_transitions.confirm_email(
        submission.submit_application(make_draft(language=language), make_answers())
    )
    staff_transitions.assign(first, coordinator)
    staff_transitions.ask_applicant(first, coordinator, "2019?", ["founded_year"])
    mark_all_sent()
    with time_machine.travel(timezone.now() + 8 * DAY):
        reminders.remind_applicants()
    applicant_transitions.answer_info_request(first, {"founded_year": 2019})
    staff_actions.send_new_link(first, coordinator)
    known = first.referees.create(name="박추천", email="park@example.org")
    referees.ask_referees(first, coordinator)
    referees.record_answer(known, "recommends", "")
    staff_transitions.start_voting(first, coordinator)
    member = staff_transitions.accept(first, coordinator)
    with time_machine.travel(timezone.now() + 15 * DAY):
        reminders.remind_members_to_sign()
    agreement_signatures.ask_members_to_sign(coordinator)
    agreement_signatures.send_new_signing_link(member, coordinator)
    rejected = make_application(**form, state=State.VOTING)
    staff_transitions.decline(rejected, coordinator, emails.default_decline_text(rejected))
    closed = applicant_transitions.close_unanswered(
        staff_transitions.ask_applicant(
            make_application(**form, state=State.SCREENING), coordinator, "2019?", []
        )
    )
    staff_transitions.reopen(closed, coordinator)
    applicant_transitions.withdraw(make_application(**form))
    written = {}
    for email in Email.objects.order_by("pk"):
        parts = email.key.split(":")
        name = parts[2] if parts[0] == "application" else parts[0]
        written.setdefault(name, email)
    return written


NAMES = {
    *(
        "confirm_email",
        "received",
        "already_open",
        "info_request",
        "info_request_reminder",
        "accepted",
        "declined",
    ),
    *(
        "closed_unanswered",
        "reopened",
        "withdrawn",
        "signing_request",
        "new_signing_link",
        "signing_reminder",
        "new_applications",
        "vote_request",
        "info_request_answered",
    ),
    *("new_link", "referee_answered"),
}
AT_THE_DESK = ("new_applications", "vote_request", "info_request_answered", "referee_answered")
# Nobody knows what language a reference reads: see `test_referees`.
IN_ALL = {"referee_request"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_email_is_whole_and_in_one_language(language, coordinator):
    written = queue_all_emails(language, coordinator)
    assert set(written) == NAMES | IN_ALL
    for name in NAMES:
        email = written[name]
        expected = "ko" if name in AT_THE_DESK else language
        assert email.language == expected
        about_a_member = name in ("signing_request", "new_signing_link", "signing_reminder")
        assert email.permission == ("" if about_a_member else "joining.decide_application")
        words = f"{email.subject}\n{email.text}"
        assert not re.search(r"\{|\}|%\(|None|\n\n\n", words), words
        assert email.subject.strip()
        assert has_hangul(email.subject) == (expected == "ko"), email.subject
        for paragraph in filter(is_prose, email.text.split("\n\n")):
            assert has_hangul(paragraph) == (expected == "ko"), paragraph


def is_prose(paragraph: str) -> bool:
    """Names, addresses, numbers and lists have no language of their own."""
    return len(paragraph.split()) > 3 and not paragraph.startswith(("-- ", "- ", "http", "2019"))


def has_hangul(words: str) -> bool:
    return bool(HANGUL_SYLLABLE.search(words.replace("김담당", "").replace("홍길동", "")))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_links_are_whole_addresses_of_pages_that_exist(language, coordinator):
    for name, email in queue_all_emails(language, coordinator).items():
        links = re.findall(r"\S+://\S+", email.text)
        own = f"{settings.SITE_URL}/"
        assert all(link.startswith(own) for link in links), email.text
        pages = [link for link in links if link != own]
        expected = (
            2 if name in IN_ALL else name not in ("declined", "closed_unanswered", "withdrawn")
        )
        assert len(pages) == expected, email.text
        for link in pages:
            path = urlsplit(link).path
            spoken = path.split("/")[1] if name in IN_ALL else language
            with override(spoken):
                assert resolve(path)
            assert f'<a href="{link}">' in email.html
            assert path.startswith("/admin/" if name in AT_THE_DESK else f"/{spoken}/join/")


def test_what_strangers_type_reaches_nobody_else_by_our_email(coordinator):
    """The form must be of no use for sending advertisements to the addresses of others."""
    values = {"name_ko": HOSTILE, "contact_name": HOSTILE, "motivation": HOSTILE}
    application = submission.submit_application(make_draft(), make_answers(**values))
    email = Email.objects.get()
    assert "evil" not in email.subject + email.text + email.html
    assert email.counts_towards_daily_limit
    applicant_transitions.confirm_email(application)
    for to_staff in emails_to(coordinator.email):
        assert "evil" not in to_staff.subject + to_staff.text + to_staff.html
    received = Email.objects.get(key__endswith=":received")
    assert 'href="https://evil' not in received.html
    assert "<b>" not in received.html


def test_the_email_of_receipt_says_what_to_expect_and_whom_to_ask():
    applicant_transitions.confirm_email(submission.submit_application(make_draft(), make_answers()))
    email = Email.objects.get(key__endswith=":received")
    reference = Application.objects.get().reference
    assert email.subject == f"가입 신청을 접수했습니다(접수 번호 {reference})"
    assert "보내신 날부터 약 6주 안에 연락드립니다. 심사는 운영위원회에서 맡습니다." in email.text
    assert "개인정보 문의: 홍길동, privacy@example.org" in email.text
    assert email.text.startswith("김담당 님께\n\n")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_emails_say_the_periods_that_are_kept_to(language, coordinator, monkeypatch):
    """Whoever changes a period changes no sentence."""
    monkeypatch.setattr("joining.emails.UNCONFIRMED_HOURS", 51)
    monkeypatch.setattr("joining.emails.INFO_CLOSING_DAYS", 52)
    monkeypatch.setattr("joining.emails.CLOSED_RETENTION", 53 * DAY)
    monkeypatch.setattr("joining.emails.REFEREE_RETENTION", 54 * DAY)
    monkeypatch.setattr("joining.emails.SIGNING_LINK_LIFETIME", 55 * DAY)
    monkeypatch.setattr("joining.emails.SIGNING_REMINDER_AFTER", 56 * DAY)
    written = queue_all_emails(language, coordinator)
    hours, days = {"ko": ("{}시간", "{}일"), "en": ("{} hours", "{} days")}[language]
    assert hours.format(51) in written["confirm_email"].text
    told = {
        "info_request": [52],
        "closed_unanswered": [52, 53],
        "referee_request": [54],
        "accepted": [55],
        "signing_request": [55],
        "new_signing_link": [55],
        "signing_reminder": [56],
    }
    missing = {
        name: number
        for name, numbers in told.items()
        for number in numbers
        if days.format(number) not in written[name].text
    }
    assert missing == {}


def test_reminders_go_after_7_and_21_days_and_after_30_the_waiting_ends(coordinator):
    application = make_application(state=State.SCREENING)
    staff_transitions.ask_applicant(application, coordinator, "왜입니까?", [])
    start, told = timezone.now(), []
    for day in range(35):
        mark_all_sent()
        with time_machine.travel(start + (day + 0.1) * DAY):
            pending = reminders.count_applicants_to_remind()
            assert reminders.remind_applicants() == reminders.remind_applicants() + pending
            told += [day] if pending else []
    assert told == [7, 21, 30]
    application.refresh_from_db()
    assert application.state == State.CLOSED_UNDECIDED
    _first, second = Email.objects.filter(key__contains=":info_request_reminder:").order_by("pk")
    assert "9일 뒤에 신청이 종료됩니다" in second.text


def test_a_clock_that_stood_still_sends_no_pile_of_reminders(coordinator):
    application = make_application(state=State.SCREENING)
    staff_transitions.ask_applicant(application, coordinator, "왜입니까?", [])
    mark_all_sent()
    with time_machine.travel(timezone.now() + 22 * DAY):
        assert (reminders.remind_applicants(), reminders.remind_applicants()) == (1, 0)
        applicant_transitions.answer_info_request(application, {})
        staff_transitions.ask_applicant(application, coordinator, "하나 더 묻습니다.", [])
        mark_all_sent()
    assert Email.objects.filter(key__contains=":info_request_reminder:").count() == 1
    with time_machine.travel(timezone.now() + 30 * DAY):
        assert reminders.remind_applicants() == 1
    application.refresh_from_db()
    assert application.state == State.NEEDS_INFO


def test_the_proposed_email_of_refusal_is_the_applicants_and_names_who_decided():
    korean = emails.default_decline_text(make_application())
    english = emails.default_decline_text(make_application(language="en", email="b@example.org"))
    assert korean.startswith("김담당 님께\n\n예시 네트워크에 관심을")
    assert "운영위원회에서 심사했습니다" in korean
    assert english.startswith("Dear 김담당,\n\nThank you for your interest in Example Network")
    assert round(DECLINED_RETENTION.days / 30.4) == 6
    assert "6개월 동안 보관" in korean
    assert "for 6 months" in english
    preview = emails.decline_preview(make_application(email="c@example.org"), korean)
    assert korean in preview.text
