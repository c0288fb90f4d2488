"""How an application becomes a member: who entries it where, what is written down, who is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joining.form import submission
from joining.form.submission import Submission
from joining.models import (
    Application,
    ApplicationAccessLogEntry,
    ApplicationDraft,
    ApplicationFile,
    ConsentText,
    RetentionLogEntry,
    Vote,
)
from joining.privacy import permissions, retention
from joining.review import (
    applicant_transitions,
    duplicates,
    inbox,
    staff_actions,
    staff_notifications,
    staff_transitions,
    votes,
)
from joining.review.transitions import (
    TRANSITIONS,
    RefusedError,
    StaffTransition,
    transitions_offered,
)
from mail.models import Email
from network.models import Network
from tests.support.builders import (
    emails_to,
    make_agreements,
    make_answers,
    make_application,
    make_colleague,
    make_draft,
    make_network,
    make_topic,
    picture_bytes,
)

pytestmark = pytest.mark.django_db

State = Application.State


@pytest.fixture(autouse=True)
def _network():
    make_network(votes_needed=2)


@pytest.fixture
def coordinator():
    return make_colleague("desk", "decide")


@pytest.fixture
def reviewers():
    return [make_colleague(name, "vote") for name in ("anna", "bora")]


def queued_emails(*names: str) -> list[str]:
    """Which e-mails were written about applications, in order; the names alone."""
    found = Email.objects.order_by("pk").values_list("key", flat=True)
    return [key.split(":")[2] for key in found if key.startswith("application:")]


def sent(**values) -> Application:
    return submission.submit_application(make_draft(), make_answers(**values))


def in_review(reviewers=(), choice: str = "for") -> Application:
    application = make_application(state=State.VOTING)
    for reviewer in reviewers:
        votes.cast_vote(application, reviewer, choice)
    return application


def log(application: Application) -> list[tuple[str, str, str]]:
    return [(entry.from_state, entry.to_state, entry.actor) for entry in application.log.all()]


# The whole way.


def test_an_organisation_is_taken_from_the_form_into_the_network(coordinator, reviewers):
    make_agreements()
    topic = make_topic()
    application = submission.submit_application(
        make_draft(),
        Submission(
            make_answers(
                summary_ko="아빠들의 모임입니다.",
                summary_en="A group of fathers.",
                abbreviation="KF",
                website="https://fathers.example",
                founded_year=2019,
                agrees_to_listing=True,
            ).values,
            topics=[topic],
            referees=[{"name": "이추천", "organisation": "", "email": "ref@example.org"}],
        ),
    )
    assert not permissions.readable_applications(coordinator).exists()
    application = applicant_transitions.confirm_email(application)
    staff_transitions.assign(application, coordinator)
    staff_transitions.ask_applicant(
        application, coordinator, "언제 시작했습니까?", ["summary", "topics"]
    )
    application = applicant_transitions.answer_info_request(
        application, {"summary_en": "Fathers since 2019."}, remark="네"
    )
    staff_transitions.start_voting(application, coordinator)
    for reviewer in reviewers:
        votes.cast_vote(application, reviewer, "for")
    member = staff_transitions.accept(application, coordinator, "만장일치")
    application.refresh_from_db()
    assert (application.state, application.organisation) == (State.ACCEPTED, member)
    assert (member.name_ko, member.name_en) == ("다정한아빠모임", "Kind Fathers")
    assert (member.summary_ko, member.summary_en) == ("아빠들의 모임입니다.", "Fathers since 2019.")
    assert (member.abbreviation, member.website) == ("KF", "https://fathers.example")
    assert list(member.topics.all()) == [topic]
    assert (member.joined_on, member.joined_precision) == (timezone.localdate(), "day")
    assert (member.founded_on.year, member.founded_precision) == (2019, "year")
    assert (member.contact_name, member.contact_email) == ("김담당", "office@example.org")
    assert not type(member).objects.published().exists()
    assert log(application) == [
        ("", "unconfirmed", "applicant"),
        ("unconfirmed", "received", "applicant"),
        ("received", "screening", "staff"),
        ("screening", "needs-info", "staff"),
        ("needs-info", "screening", "applicant"),
        ("screening", "voting", "staff"),
        ("voting", "accepted", "staff"),
    ]
    expected = [
        "confirm_email",
        "received",
        "info_request",
        "info_request_answered",
        "vote_request",
        "vote_request",
        "accepted",
    ]
    assert queued_emails() == expected


def test_a_person_joins_under_the_name_they_want_to_be_known_by(coordinator, reviewers):
    values = {
        "name_ko": "박실명",
        "name_en": "Park Real",
        "public_name": "달빛",
        "email": "moon@example.org",
        "age": "youth",
        "motivation": "돌봄을 배우고 싶습니다.",
    }
    application = submission.submit_application(make_draft("individual"), Submission(values))
    applicant_transitions.confirm_email(application)
    staff_transitions.assign(application, coordinator)
    staff_transitions.start_voting(application, coordinator)
    for reviewer in reviewers:
        votes.cast_vote(application, reviewer, "for")
    person = staff_transitions.accept(application, coordinator)
    assert (person.name_ko, person.name_en) == ("달빛", None)
    assert person.contact_name == "박실명"
    assert person.is_minor
    assert not person.has_public_profile
    assert type(person).objects.members().get() == person


def test_who_does_not_want_to_be_listed_cannot_be_published_by_mistake(coordinator, reviewers):
    member = staff_transitions.accept(in_review(reviewers), coordinator)
    type(member).objects.filter(pk=member.pk).update(published_at_ko=timezone.now())
    assert not type(member).objects.published("ko").exists()
    assert member.delisting_reason


def test_the_logo_that_came_along_becomes_a_picture_of_its_pixels(coordinator, reviewers):
    application = in_review(reviewers)
    file = ApplicationFile(application=application, kind="logo", name="로고.jpg")
    file.file.save("logo.jpg", ContentFile(picture_bytes((900, 300))))
    member = staff_transitions.accept(application, coordinator)
    assert member.logo.name.startswith("members/")
    assert member.logo.name.endswith(".png")
    assert (member.logo.width, member.logo.height) == (400, 133)


def test_with_the_answers_come_consents_files_and_referees():
    draft = make_draft()
    file = ApplicationFile(draft=draft, kind="document", name="정관.pdf")
    file.file.save("statutes.pdf", ContentFile(b"%PDF-1.7"))
    words = ConsentText.objects.create(purpose="handling", language="ko", digest="1", text="동의")
    at = timezone.now() - timedelta(minutes=9)
    documents = make_agreements()
    answers = Submission(
        make_answers().values, consent_choices=[(words, True, at)], endorsed_agreements=documents
    )
    application = submission.submit_application(draft, answers)
    assert not ApplicationDraft.objects.exists()
    assert application.files.get() == file
    consent = application.consents.get()
    assert (consent.purpose, consent.is_given, consent.at) == ("handling", True, at)
    assert [endorsement.agreement for endorsement in application.endorsements.all()] == documents


# Twice, late, or by somebody else.


def test_the_second_press_of_a_button_finds_the_same_application():
    draft = make_draft()
    first, second = (submission.submit_application(draft, make_answers()) for _press in range(2))
    assert first == second
    assert queued_emails() == ["confirm_email"]


def test_confirming_twice_changes_nothing_and_writes_no_second_email():
    application = sent()
    first, second = (applicant_transitions.confirm_email(application) for _click in range(2))
    assert (first.state, second.state) == (State.RECEIVED, State.RECEIVED)
    assert queued_emails() == ["confirm_email", "received"]
    assert len(log(application)) == 2


def test_a_link_works_for_48_hours_from_when_the_email_left():
    application, other = sent(), sent(email="other@example.org", name_ko="다른 모임")
    a_day = timedelta(days=1)
    with time_machine.travel(timezone.now() + a_day):
        Email.objects.filter(about=f"application:{application.reference}").update(
            state="sent", sent_at=timezone.now()
        )
    with time_machine.travel(timezone.now() + 2.5 * a_day):
        assert applicant_transitions.confirm_email(application).state == State.RECEIVED
        # The mail server has been down all the time: nobody could confirm yet.
        assert applicant_transitions.confirm_email(other).state == State.RECEIVED
    late = sent(email="late@example.org", name_ko="늦은 모임")
    Email.objects.filter(about=f"application:{late.reference}").update(
        state="sent", sent_at=timezone.now()
    )
    later = time_machine.travel(timezone.now() + timedelta(hours=49))
    with later, override("en"), pytest.raises(RefusedError, match="This link has expired"):
        applicant_transitions.confirm_email(late)


def call_transition(name: str, application: Application, by):
    """Any transition, with arguments for those that need some."""
    arguments = {
        "ask_applicant": {"info_request": "왜입니까?", "requested_fields": ["summary"]},
        "answer_info_request": {"values": {}},
        "close_duplicate": {"original": application},
        "quarantine_namesake": {"namesake": application},
        "decline": {"email_text": "안타깝습니다."},
        "quarantine": {"note": "광고"},
    }.get(name, {})
    if isinstance(TRANSITIONS[name], StaffTransition):
        arguments["by"] = by
    return TRANSITIONS[name](application, **arguments)


# Those that one application can go through: the first comes only once, and by `confirm_email`.
REPEATABLE = [
    name for name, made in TRANSITIONS.items() if State.UNCONFIRMED not in made.from_states
]
REPEATABLE.append("withdraw")
STAFF_TRANSITIONS = [
    name for name, made in TRANSITIONS.items() if isinstance(made, StaffTransition)
]


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_transition_is_refused_in_any_other_state(name, coordinator, reviewers):
    make_agreements()
    for state in State:
        application = make_application(state=state)
        for reviewer in reviewers:
            application.votes.create(reviewer=reviewer, choice="for")
        expected = state
        if state in TRANSITIONS[name].from_states:
            expected = TRANSITIONS[name].to_state
            call_transition(name, application, coordinator)
        else:
            with pytest.raises(RefusedError):
                call_transition(name, application, coordinator)
        now = Application.objects.filter(pk=application.pk).first()
        assert (now.state if now else None) == expected


@pytest.mark.parametrize("name", STAFF_TRANSITIONS)
def test_only_coordinators_make_the_transitions_of_the_staff(name, reviewers):
    superuser = make_colleague("root", is_superuser=True)
    application = make_application(state=TRANSITIONS[name].from_states[0])
    for somebody in (reviewers[0], superuser):
        with pytest.raises(RefusedError):
            call_transition(name, application, somebody)
    assert not application.log.exists()
    assert not transitions_offered(application, superuser)


def test_who_looked_at_an_older_state_is_told_what_happened_and_by_whom(coordinator):
    colleague = make_colleague("mina", "decide", first_name="Mina", last_name="Lee")
    application = make_application()
    staff_transitions.assign(application, colleague)
    with override("en"), pytest.raises(RefusedError) as refused:
        staff_transitions.assign(application, coordinator, seen_state=State.RECEIVED)
    assert "State: being checked · Mina Lee · " in str(refused.value)


def test_an_applicant_who_is_too_late_reads_no_names(coordinator, reviewers):
    application = in_review(reviewers)
    staff_transitions.accept(application, coordinator)
    with override("en"), pytest.raises(RefusedError) as refused:
        applicant_transitions.withdraw(application)
    assert str(refused.value).startswith(
        "The state of your application has changed meanwhile, so this could"
    )
    assert coordinator.username not in str(refused.value)


# Questions.


def test_only_the_answers_asked_for_can_be_changed(coordinator):
    Network.objects.update(referees_needed=1)
    application = make_application(state=State.SCREENING, assignee=coordinator)
    application = staff_transitions.ask_applicant(
        application, coordinator, "이름이 맞습니까?", ["name", "referees"]
    )
    with pytest.raises(RefusedError):
        applicant_transitions.answer_info_request(application, {"motivation": "다른 이유"})
    referee = {"name": "이추천", "organisation": "", "email": "ref@example.org"}
    answers = {"name_ko": "새이름모임", "referees": [referee]}
    application = applicant_transitions.answer_info_request(
        application, answers, remark="바꿨습니다"
    )
    application.refresh_from_db()
    assert application.name_ko == "새이름모임"
    names = {"name_ko": "새이름모임", "name_en": "Kind Fathers"}
    traces = duplicates.search_hashes({**names, "email": application.email})
    assert (application.name_hashes, application.email_hash) == (*traces.values(),)
    assert application.referees.get().email == "ref@example.org"
    assert (application.info_request, application.requested_fields) == ("", [])
    assert [entry.note for entry in application.log.all()] == ["이름이 맞습니까?", "바꿨습니다"]
    assert "referee" not in str(queued_emails())
    assert emails_to(coordinator.email).get().language == "ko"


def test_each_question_is_an_email_of_its_own(coordinator):
    application = make_application(state=State.SCREENING)
    for question in ("하나?", "둘?"):
        staff_transitions.ask_applicant(application, coordinator, question, [])
        applicant_transitions.answer_info_request(application, {})
    assert queued_emails().count("info_request") == 2


@pytest.mark.parametrize("words", ["", "  "])
def test_a_question_a_note_and_an_email_need_words(words, coordinator, reviewers):
    with pytest.raises(RefusedError):
        staff_transitions.ask_applicant(
            make_application(state=State.SCREENING), coordinator, words, []
        )
    with pytest.raises(RefusedError):
        staff_transitions.decline(in_review(reviewers), coordinator, words)
    with pytest.raises(RefusedError):
        staff_actions.add_note(make_application(), coordinator, words)


# Votes and decisions.


def test_a_decision_waits_for_votes_and_abstentions_are_none(coordinator, reviewers):
    application = in_review(reviewers[:1])
    votes.cast_vote(application, reviewers[1], "abstain")
    offered = transitions_offered(application, coordinator)
    obstacles = {one.name: one.blocked_reason(application, coordinator) for one in offered}
    assert set(obstacles) == {"cancel_voting", "accept", "decline"}
    assert obstacles["cancel_voting"] == ""
    for verb in ("accept", "decline"):
        with (
            override("en"),
            pytest.raises(RefusedError, match="1 more vote for or against is needed"),
        ):
            call_transition(verb, application, coordinator)
        assert obstacles[verb]
    votes.cast_vote(application, reviewers[1], "against")
    staff_transitions.accept(application, coordinator)


def test_who_declares_a_conflict_of_interest_neither_votes_nor_decides(reviewers):
    both = make_colleague("both", "decide", "vote")
    application = in_review(reviewers)
    votes.cast_vote(application, both, "for")
    vote = votes.cast_vote(application, both, "for", has_conflict=True)
    assert (vote.choice, vote.has_conflict) == ("", True)
    for verb in ("accept", "decline"):
        with pytest.raises(RefusedError):
            call_transition(verb, application, both)
    with pytest.raises(RefusedError):
        votes.cast_vote(application, both, "against")
    assert Vote.objects.get(reviewer=both).has_conflict


def test_a_vote_can_be_changed_while_it_is_open_by_reviewers_only(coordinator, reviewers):
    application = in_review(reviewers)
    votes.cast_vote(application, reviewers[0], "against", "걱정됩니다")
    assert application.votes.get(reviewer=reviewers[0]).choice == "against"
    with pytest.raises(RefusedError):
        votes.cast_vote(application, coordinator, "for")
    with pytest.raises(RefusedError):
        votes.cast_vote(application, reviewers[0], "maybe")
    staff_transitions.accept(application, coordinator)
    with pytest.raises(RefusedError):
        votes.cast_vote(application, reviewers[0], "for")


def test_only_who_may_read_an_application_writes_notes_on_it(coordinator, reviewers):
    application = make_application(state=State.SCREENING)
    assert staff_actions.add_note(application, coordinator, "전화했습니다").author == coordinator
    with pytest.raises(RefusedError):
        staff_actions.add_note(application, reviewers[0], "보고 싶습니다")


def test_the_email_of_refusal_goes_as_it_was_edited(coordinator, reviewers):
    application = in_review(reviewers, "against")
    staff_transitions.decline(
        application, coordinator, "이번에는 어렵습니다.\n\n다음을 기다리겠습니다."
    )
    email = Email.objects.get(key__endswith=":declined")
    assert "이번에는 어렵습니다.\n\n다음을 기다리겠습니다." in email.text
    application.refresh_from_db()
    assert application.decided_at
    assert application.log.last().note.startswith("이번에는")


# Doubles and raids.


def test_a_second_application_from_the_same_mailbox_is_closed_and_the_email_says_why():
    first = applicant_transitions.confirm_email(sent())
    again = applicant_transitions.confirm_email(
        sent(name_ko="모임의 새 이름", email="Office+new@example.org")
    )
    assert again.state == State.CLOSED_UNDECIDED
    assert queued_emails() == ["confirm_email", "received", "confirm_email", "already_open"]
    assert first.reference in Email.objects.last().text
    assert Email.objects.last().recipient == first.email
    assert Application.objects.filter(state=State.RECEIVED).get() == first
    assert again.reference in first.log.last().note


def test_a_name_somebody_else_has_used_is_set_apart_and_nobody_learns_of_the_other():
    first = applicant_transitions.confirm_email(sent(name_ko="사단법인 다정한 아빠모임"))
    twin = applicant_transitions.confirm_email(sent(email="stranger@example.org"))
    assert twin.state == State.QUARANTINE
    mine, theirs = (
        Email.objects.get(key=f"application:{one.reference}:received") for one in (first, twin)
    )
    assert mine.subject.replace(first.reference, twin.reference) == theirs.subject
    assert first.reference not in theirs.text
    assert twin.reference in first.log.last().note


@pytest.mark.parametrize("name", ["name_ko", "name_en"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_name_is_compared_in_each_language(name, is_first):
    both = {"name_ko": "다정한아빠모임", "name_en": "Kind Fathers"}
    one = dict.fromkeys(both, "") | {name: both[name]}
    earlier, later = (one, both) if is_first else (both, one)
    first = applicant_transitions.confirm_email(sent(**earlier))
    twin = applicant_transitions.confirm_email(sent(**later, email="stranger@example.org"))
    assert (first.state, twin.state) == (State.RECEIVED, State.QUARANTINE)
    assert list(inbox.possible_duplicates_of(twin)) == [first]


def test_people_of_one_name_and_two_kinds_of_applicants_are_no_doubles():
    who = {"name_ko": "김민수", "motivation": "돌봄", "age": "adult"}
    for number in range(2):
        draft = make_draft("individual")
        one = submission.submit_application(
            draft, Submission(who | {"email": f"{number}@example.org"})
        )
        assert applicant_transitions.confirm_email(one).state == State.RECEIVED
    of_group = sent(name_ko="김민수", email="0@example.org")
    assert applicant_transitions.confirm_email(of_group).state == State.RECEIVED


RAID = (
    "여기를 보라 https://a.example https://b.example https://c.example www.d.example www.e.example"
)


@pytest.mark.parametrize(
    ("values", "is_apart"),
    [
        ({}, False),
        ({"motivation": "우리 글은 https://a.example 과 https://b.example 에 있습니다."}, False),
        ({"motivation": "K-MEN은 GET‑P와 함께합니다. ㅋㅋㅋ"}, False),
        ({"motivation": RAID}, True),
        ({"motivation": "ㅋ" * 60, "contribution": "와" * 20, "policies": "!" * 30}, True),
        ({"motivation": "pаypal gооgle miсrosoft"}, True),
    ],
)
def test_what_looks_like_a_raid_is_set_apart_without_an_email(values, is_apart):
    application = applicant_transitions.confirm_email(sent(**values))
    assert (application.state == State.QUARANTINE) == is_apart
    assert ("received" in queued_emails()) != is_apart


def test_the_same_text_from_elsewhere_is_a_raid_and_sending_ones_own_again_is_none():
    words = "남성의 목소리를 들어야 합니다. 이 모임에 들어가 모든 것을 바꾸겠습니다. 기대하십시오."
    first = applicant_transitions.confirm_email(sent(motivation=words))
    assert sent(motivation=words).spam_score == 0
    respaced = words.replace(" ", "  ").replace("기대하십시오", "기다리십시오")
    again = applicant_transitions.confirm_email(
        sent(motivation=respaced, email="b@example.org", name_ko="둘째")
    )
    own = applicant_transitions.confirm_email(sent(email="c@example.org", name_ko="셋째"))
    states = [one.state for one in (first, again, own)]
    assert states == [State.RECEIVED, State.QUARANTINE, State.RECEIVED]
    assert [one.spam_signs for one in (first, again, own)] == [[], ["repeated"], []]


def test_what_was_set_apart_is_released_like_any_other_or_dropped_for_good(coordinator):
    application = applicant_transitions.confirm_email(sent(motivation=RAID))
    assert (
        staff_transitions.release_from_quarantine(application, coordinator).state == State.RECEIVED
    )
    assert queued_emails() == ["confirm_email", "received"]
    staff_transitions.quarantine(application, coordinator, "광고")
    staff_transitions.erase(application, coordinator)
    assert not Application.objects.exists()
    assert queued_emails() == []
    assert ApplicationAccessLogEntry.objects.get().action == "erased"
    assert RetentionLogEntry.objects.get().rule == retention.ERASED_BY_HAND
    with pytest.raises(RefusedError):
        staff_transitions.erase(application, coordinator)


@pytest.mark.parametrize(("language", "words"), [("ko", "다시 열었습니다"), ("en", "reopened")])
def test_who_was_closed_without_an_answer_is_told_of_the_reopening_and_so_are_the_staff(
    coordinator, language, words
):
    application = submission.submit_application(make_draft(language=language), make_answers())
    application = applicant_transitions.confirm_email(application)
    for times in (1, 2):
        staff_transitions.assign(application, coordinator)
        staff_transitions.ask_applicant(application, coordinator, "2019?", [])
        with time_machine.travel(timezone.now() + timedelta(minutes=times)):
            closed = applicant_transitions.close_unanswered(application)
        with time_machine.travel(timezone.now() + timedelta(hours=2 * times)):
            application = staff_transitions.reopen(closed, coordinator)
        assert queued_emails().count("reopened") == times
        assert len(emails_to_staff()) == 1 + times
    told = Email.objects.filter(kind="reopened").last()
    assert words in told.subject
    assert application.reference in told.subject
    assert "/join/status/" in told.text


def test_who_was_acknowledged_before_the_quarantine_is_not_acknowledged_again(coordinator):
    application = applicant_transitions.confirm_email(sent())
    staff_transitions.quarantine(application, coordinator, "광고")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        staff_transitions.release_from_quarantine(application, coordinator)
    assert queued_emails() == ["confirm_email", "received"]
    assert len(emails_to_staff()) == 2


def emails_to_staff() -> list[str]:
    found = Email.objects.filter(key__startswith="new_applications:").order_by("pk")
    return [f"{email.recipient}: {email.subject}" for email in found]


def test_coordinators_get_one_email_and_within_the_hour_one_more(coordinator):
    make_colleague("gone", "decide", is_active=False)
    make_colleague("root", is_superuser=True)
    start = timezone.now()
    applicant_transitions.confirm_email(sent())
    one = "desk@example.org: 가입 신청 1건이 들어왔습니다"
    assert emails_to_staff() == [one]
    for number in range(12):
        applicant_transitions.confirm_email(
            sent(name_ko=f"모임 {number}", email=f"{number}@example.org")
        )
    assert emails_to_staff() == [one]
    assert staff_notifications.count_applications_to_notify_of() == 0
    with time_machine.travel(start + timedelta(minutes=61)):
        assert (
            staff_notifications.count_applications_to_notify_of(),
            staff_notifications.notify_coordinators(),
            staff_notifications.notify_coordinators(),
        ) == (12, 12, 0)
        assert emails_to_staff() == [one, "desk@example.org: 가입 신청 12건이 들어왔습니다"]
    text = Email.objects.last().text
    assert "모임 3" not in text
    assert "example.org/" not in text.replace("network.example.org", "")


# Whatever is done.


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.sampled_from([*REPEATABLE, "confirm", "vote"]), max_size=14))
def test_whatever_is_tried_the_log_tells_the_whole_story(names, reviewer_who_decides):
    Application.objects.all().delete()
    application = sent()
    reached = [application.state]
    for name in names:
        before = Application.objects.filter(pk=application.pk).first()
        try:
            if name == "vote":
                votes.cast_vote(application, reviewer_who_decides, "for")
            elif name == "confirm":
                applicant_transitions.confirm_email(application)
            else:
                call_transition(name, application, reviewer_who_decides)
        except RefusedError:
            now = Application.objects.filter(pk=application.pk).first()
            assert (now and now.state) == (before and before.state)
            continue
        if name == "erase":
            assert not Application.objects.exists()
            return
        after = TRANSITIONS.get("receive" if name == "confirm" else name)
        if after and before.state in after.from_states:
            reached.append(after.to_state)
    entries = list(application.log.all())
    assert [entry.to_state for entry in entries] == reached
    assert [entry.from_state for entry in entries] == ["", *reached[:-1]]
    assert Application.objects.get().state == reached[-1]


@pytest.fixture
def reviewer_who_decides():
    """Decides without other votes, so that random transitions get far."""
    Network.objects.update(votes_needed=0)
    return make_colleague("decider", "decide", "vote")
