"""How an application becomes a member: who moves it where, what is written down, who is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joining import announcing, duplicates, process, readers, retention
from joining.models import (
    Access,
    Application,
    ApplicationFile,
    ConsentText,
    Destruction,
    Draft,
    Move,
    Vote,
)
from joining.process import MOVES, Answers, Refused
from letters.models import Letter
from network.models import Network
from tests.builders import (
    letters_to,
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
def desk():
    return make_colleague("desk", "decide")


@pytest.fixture
def reviewers():
    return [make_colleague(name, "vote") for name in ("anna", "bora")]


def letters(*names: str) -> list[str]:
    """Which letters were written about applications, in order; the names alone."""
    found = Letter.objects.order_by("pk").values_list("key", flat=True)
    return [key.split(":")[2] for key in found if key.startswith("application:")]


def sent(**values) -> Application:
    return process.submit(make_draft(), make_answers(**values))


def in_review(reviewers=(), choice: str = "for") -> Application:
    application = make_application(state=State.REVIEW)
    for reviewer in reviewers:
        process.vote(application, reviewer, choice)
    return application


def log(application: Application) -> list[tuple[str, str, str]]:
    return [(move.from_state, move.to_state, move.actor) for move in application.moves.all()]


# The whole way.


def test_an_organisation_is_taken_from_the_form_into_the_network(desk, reviewers):
    make_agreements()
    topic = make_topic()
    application = process.submit(
        make_draft(),
        Answers(
            make_answers(
                summary_ko="아빠들의 모임입니다.",
                summary_en="A group of fathers.",
                abbreviation="KF",
                website="https://fathers.example",
                founded_year=2019,
                wants_listing=True,
            ).values,
            topics=[topic],
            references=[{"name": "이추천", "organisation": "", "email": "ref@example.org"}],
        ),
    )
    assert not readers.readable(desk).exists()
    application = process.confirm(application)
    process.take(application, desk)
    process.ask(application, desk, "언제 시작했습니까?", ["summary", "topics"])
    application = process.answer(application, {"summary_en": "Fathers since 2019."}, remark="네")
    process.put_to_vote(application, desk)
    for reviewer in reviewers:
        process.vote(application, reviewer, "for")
    member = process.accept(application, desk, "만장일치")
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
        ("", "unverified", "applicant"),
        ("unverified", "received", "applicant"),
        ("received", "screening", "desk"),
        ("screening", "needs-info", "desk"),
        ("needs-info", "screening", "applicant"),
        ("screening", "review", "desk"),
        ("review", "accepted", "desk"),
    ]
    expected = ["confirm", "received", "question", "answered", "vote", "vote", "accepted"]
    assert letters() == expected


def test_a_person_joins_under_the_name_they_want_to_be_known_by(desk, reviewers):
    values = {
        "name_ko": "박실명",
        "name_en": "Park Real",
        "public_name": "달빛",
        "email": "moon@example.org",
        "age": "youth",
        "motivation": "돌봄을 배우고 싶습니다.",
    }
    application = process.submit(make_draft("individual"), Answers(values))
    process.confirm(application)
    process.take(application, desk)
    process.put_to_vote(application, desk)
    for reviewer in reviewers:
        process.vote(application, reviewer, "for")
    person = process.accept(application, desk)
    assert (person.name_ko, person.name_en) == ("달빛", None)
    assert person.contact_name == "박실명"
    assert person.is_minor
    assert not person.has_public_profile
    assert type(person).objects.members().get() == person


def test_who_does_not_want_to_be_listed_cannot_be_published_by_mistake(desk, reviewers):
    member = process.accept(in_review(reviewers), desk)
    type(member).objects.filter(pk=member.pk).update(published_at_ko=timezone.now())
    assert not type(member).objects.published("ko").exists()
    assert member.delisting_reason


def test_the_logo_that_came_along_becomes_a_picture_of_its_pixels(desk, reviewers):
    application = in_review(reviewers)
    file = ApplicationFile(application=application, kind="logo", name="로고.jpg")
    file.file.save("logo.jpg", ContentFile(picture_bytes((900, 300))))
    member = process.accept(application, desk)
    assert member.logo.name.startswith("members/")
    assert member.logo.name.endswith(".png")
    assert (member.logo.width, member.logo.height) == (400, 133)


def test_with_the_answers_come_consents_files_and_references():
    draft = make_draft()
    file = ApplicationFile(draft=draft, kind="document", name="정관.pdf")
    file.file.save("statutes.pdf", ContentFile(b"%PDF-1.7"))
    words = ConsentText.objects.create(purpose="handling", language="ko", digest="1", text="동의")
    at = timezone.now() - timedelta(minutes=9)
    documents = make_agreements()
    answers = Answers(make_answers().values, consents=[(words, True, at)], supports=documents)
    application = process.submit(draft, answers)
    assert not Draft.objects.exists()
    assert application.files.get() == file
    consent = application.consents.get()
    assert (consent.purpose, consent.is_given, consent.at) == ("handling", True, at)
    assert [support.agreement for support in application.supports.all()] == documents


# Twice, late, or by somebody else.


def test_the_second_press_of_a_button_finds_the_same_application():
    draft = make_draft()
    first, second = (process.submit(draft, make_answers()) for _press in range(2))
    assert first == second
    assert letters() == ["confirm"]


def test_confirming_twice_changes_nothing_and_writes_no_second_letter():
    application = sent()
    first, second = (process.confirm(application) for _click in range(2))
    assert (first.state, second.state) == (State.RECEIVED, State.RECEIVED)
    assert letters() == ["confirm", "received"]
    assert len(log(application)) == 2


def test_a_link_works_for_48_hours_from_when_the_letter_left():
    application, other = sent(), sent(email="other@example.org", name_ko="다른 모임")
    a_day = timedelta(days=1)
    with time_machine.travel(timezone.now() + a_day):
        Letter.objects.filter(about=f"application:{application.reference}").update(
            state="sent", sent_at=timezone.now()
        )
    with time_machine.travel(timezone.now() + 2.5 * a_day):
        assert process.confirm(application).state == State.RECEIVED
        # The mail server has been down all the time: nobody could confirm yet.
        assert process.confirm(other).state == State.RECEIVED
    late = sent(email="late@example.org", name_ko="늦은 모임")
    Letter.objects.filter(about=f"application:{late.reference}").update(
        state="sent", sent_at=timezone.now()
    )
    later = time_machine.travel(timezone.now() + timedelta(hours=49))
    with later, override("en"), pytest.raises(Refused, match="This link has expired"):
        process.confirm(late)


def call(verb: str, application: Application, by, **more):
    """Any verb, with something for whatever it asks for."""
    said = {
        "ask": {"question": "왜입니까?", "fields": ["summary"]},
        "answer": {"values": {}},
        "decline": {"letter": "안타깝습니다."},
        "set_apart": {"note": "광고"},
    }.get(verb, {})
    by_desk = {"by": by} if MOVES[verb].actor == Move.Actor.DESK else {}
    return getattr(process, verb)(application, **said, **by_desk, **more)


VERBS = sorted(set(MOVES) - {"confirm", "suspect", "fold"})


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_moves_of_the_table_can_be_made(verb, desk, reviewers):
    make_agreements()
    for state in State:
        application = make_application(state=state)
        for reviewer in reviewers:
            application.votes.create(reviewer=reviewer, choice="for")
        if state in MOVES[verb].sources:
            call(verb, application, desk)
        else:
            with pytest.raises(Refused):
                call(verb, application, desk)
        now = Application.objects.filter(pk=application.pk).first()
        moved = MOVES[verb].target if state in MOVES[verb].sources else state
        assert (now.state if now else None) == moved


@pytest.mark.parametrize("verb", [v for v in VERBS if MOVES[v].actor == Move.Actor.DESK])
def test_only_coordinators_make_the_moves_of_the_desk(verb, reviewers):
    superuser = make_colleague("root", is_superuser=True)
    application = make_application(state=MOVES[verb].sources[0])
    for somebody in (reviewers[0], superuser):
        with pytest.raises(Refused):
            call(verb, application, somebody)
    assert not application.moves.exists()
    assert not process.next_moves(application, superuser)


def test_who_looked_at_an_older_state_is_told_what_happened_and_by_whom(desk):
    colleague = make_colleague("mina", "decide", first_name="Mina", last_name="Lee")
    application = make_application()
    process.take(application, colleague)
    with override("en"), pytest.raises(Refused) as refused:
        process.take(application, desk, seen_state=State.RECEIVED)
    assert "State: being checked · Mina Lee · " in str(refused.value)


def test_an_applicant_who_is_too_late_reads_no_names(desk, reviewers):
    application = in_review(reviewers)
    process.accept(application, desk)
    with override("en"), pytest.raises(Refused) as refused:
        process.withdraw(application)
    assert str(refused.value).startswith("Your application has moved on meanwhile, so this could")
    assert desk.username not in str(refused.value)


# Questions.


def test_only_the_answers_asked_for_can_be_changed(desk):
    application = make_application(state=State.SCREENING, handler=desk)
    application = process.ask(application, desk, "이름이 맞습니까?", ["name", "references"])
    with pytest.raises(Refused):
        process.answer(application, {"motivation": "다른 이유"})
    reference = {"name": "이추천", "organisation": "", "email": "ref@example.org"}
    answers = {"name_ko": "새이름모임", "references": [reference]}
    application = process.answer(application, answers, remark="바꿨습니다")
    application.refresh_from_db()
    assert application.name_ko == "새이름모임"
    traces = duplicates.traces({"name_ko": "새이름모임", "email": application.email})
    assert (application.name_hash, application.email_hash) == (*traces.values(),)
    assert application.references.get().email == "ref@example.org"
    assert (application.question, application.asked_fields) == ("", [])
    assert [move.note for move in application.moves.all()] == ["이름이 맞습니까?", "바꿨습니다"]
    assert "reference" not in str(letters())
    assert letters_to(desk.email).get().language == "ko"


def test_each_question_is_a_letter_of_its_own(desk):
    application = make_application(state=State.SCREENING)
    for question in ("하나?", "둘?"):
        process.ask(application, desk, question, [])
        process.answer(application, {})
    assert letters().count("question") == 2


@pytest.mark.parametrize("words", ["", "  "])
def test_a_question_a_note_and_a_letter_need_words(words, desk, reviewers):
    with pytest.raises(Refused):
        process.ask(make_application(state=State.SCREENING), desk, words, [])
    with pytest.raises(Refused):
        process.decline(in_review(reviewers), desk, words)
    with pytest.raises(Refused):
        process.note(make_application(), desk, words)


# Votes and decisions.


def test_a_decision_waits_for_votes_and_abstentions_are_none(desk, reviewers):
    application = in_review(reviewers[:1])
    process.vote(application, reviewers[1], "abstain")
    obstacles = {move.name: move.obstacle for move in process.next_moves(application, desk)}
    assert set(obstacles) == {"take_back", "accept", "decline"}
    assert obstacles["take_back"] == ""
    for verb in ("accept", "decline"):
        with override("en"), pytest.raises(Refused, match="1 more vote for or against is needed"):
            call(verb, application, desk)
        assert obstacles[verb]
    process.vote(application, reviewers[1], "against")
    process.accept(application, desk)


def test_who_declares_a_conflict_of_interest_neither_votes_nor_decides(reviewers):
    both = make_colleague("both", "decide", "vote")
    application = in_review(reviewers)
    process.vote(application, both, "for")
    vote = process.vote(application, both, "for", has_conflict=True)
    assert (vote.choice, vote.has_conflict) == ("", True)
    for verb in ("accept", "decline"):
        with pytest.raises(Refused):
            call(verb, application, both)
    with pytest.raises(Refused):
        process.vote(application, both, "against")
    assert Vote.objects.get(reviewer=both).has_conflict


def test_a_vote_can_be_changed_while_it_is_open_by_reviewers_only(desk, reviewers):
    application = in_review(reviewers)
    process.vote(application, reviewers[0], "against", "걱정됩니다")
    assert application.votes.get(reviewer=reviewers[0]).choice == "against"
    with pytest.raises(Refused):
        process.vote(application, desk, "for")
    with pytest.raises(Refused):
        process.vote(application, reviewers[0], "maybe")
    process.accept(application, desk)
    with pytest.raises(Refused):
        process.vote(application, reviewers[0], "for")


def test_only_who_may_read_an_application_writes_notes_on_it(desk, reviewers):
    application = make_application(state=State.SCREENING)
    assert process.note(application, desk, "전화했습니다").author == desk
    with pytest.raises(Refused):
        process.note(application, reviewers[0], "보고 싶습니다")


def test_the_letter_of_refusal_goes_as_it_was_edited(desk, reviewers):
    application = in_review(reviewers, "against")
    process.decline(application, desk, "이번에는 어렵습니다.\n\n다음을 기다리겠습니다.")
    letter = Letter.objects.get(key__endswith=":declined")
    assert "이번에는 어렵습니다.\n\n다음을 기다리겠습니다." in letter.text
    application.refresh_from_db()
    assert application.decided_at
    assert application.moves.last().note.startswith("이번에는")


# Doubles and raids.


def test_a_second_application_from_the_same_mailbox_is_closed_and_the_letter_says_why():
    first = process.confirm(sent())
    again = process.confirm(sent(name_ko="모임의 새 이름", email="Office+new@example.org"))
    assert again.state == State.LAPSED
    assert letters() == ["confirm", "received", "confirm", "already_open"]
    assert first.reference in Letter.objects.last().text
    assert Letter.objects.last().recipient == first.email
    assert Application.objects.filter(state=State.RECEIVED).get() == first
    assert again.reference in first.moves.last().note


def test_a_name_somebody_else_has_used_is_set_apart_and_nobody_learns_of_the_other():
    first = process.confirm(sent(name_ko="사단법인 다정한 아빠모임"))
    twin = process.confirm(sent(email="stranger@example.org"))
    assert twin.state == State.QUARANTINE
    mine, theirs = (
        Letter.objects.get(key=f"application:{one.reference}:received") for one in (first, twin)
    )
    assert mine.subject.replace(first.reference, twin.reference) == theirs.subject
    assert first.reference not in theirs.text
    assert twin.reference in first.moves.last().note


def test_people_of_one_name_and_two_kinds_of_applicants_are_no_doubles():
    who = {"name_ko": "김민수", "motivation": "돌봄"}
    for number in range(2):
        draft = make_draft("individual")
        one = process.submit(draft, Answers(who | {"email": f"{number}@example.org"}))
        assert process.confirm(one).state == State.RECEIVED
    of_group = sent(name_ko="김민수", email="0@example.org")
    assert process.confirm(of_group).state == State.RECEIVED


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
def test_what_looks_like_a_raid_is_set_apart_without_a_letter(values, is_apart):
    application = process.confirm(sent(**values))
    assert (application.state == State.QUARANTINE) == is_apart
    assert ("received" in letters()) != is_apart


def test_the_same_text_from_elsewhere_is_a_raid_and_sending_ones_own_again_is_none():
    words = "남성의 목소리를 들어야 합니다. 이 모임에 들어가 모든 것을 바꾸겠습니다. 기대하십시오."
    first = process.confirm(sent(motivation=words))
    assert sent(motivation=words).hostility == 0
    respaced = words.replace(" ", "  ").replace("기대하십시오", "기다리십시오")
    again = process.confirm(sent(motivation=respaced, email="b@example.org", name_ko="둘째"))
    own = process.confirm(sent(email="c@example.org", name_ko="셋째"))
    states = [one.state for one in (first, again, own)]
    assert states == [State.RECEIVED, State.QUARANTINE, State.RECEIVED]
    assert [one.signs for one in (first, again, own)] == [[], ["repeated"], []]


def test_what_was_set_apart_is_released_like_any_other_or_dropped_for_good(desk):
    application = process.confirm(sent(motivation=RAID))
    assert process.release(application, desk).state == State.RECEIVED
    assert letters() == ["confirm", "received"]
    process.set_apart(application, desk, "광고")
    process.drop(application, desk)
    assert not Application.objects.exists()
    assert letters() == []
    assert Access.objects.get().kind == "erased"
    assert Destruction.objects.get().rule == retention.DROPPED
    with pytest.raises(Refused):
        process.drop(application, desk)


def to_the_desk() -> list[str]:
    found = Letter.objects.filter(key__startswith="applications:").order_by("pk")
    return [f"{letter.recipient}: {letter.subject}" for letter in found]


def test_coordinators_get_one_letter_and_within_the_hour_one_more(desk):
    make_colleague("gone", "decide", is_active=False)
    make_colleague("root", is_superuser=True)
    start = timezone.now()
    process.confirm(sent())
    one = "desk@example.org: 가입 신청 1건이 들어왔습니다"
    assert to_the_desk() == [one]
    for number in range(12):
        process.confirm(sent(name_ko=f"모임 {number}", email=f"{number}@example.org"))
    assert to_the_desk() == [one]
    assert announcing.pending() == 0
    with time_machine.travel(start + timedelta(minutes=61)):
        assert (announcing.pending(), announcing.announce(), announcing.announce()) == (12, 12, 0)
        assert to_the_desk() == [one, "desk@example.org: 가입 신청 12건이 들어왔습니다"]
    text = Letter.objects.last().text
    assert "모임 3" not in text
    assert "example.org/" not in text.replace("network.example.org", "")


# Whatever is done.


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(verbs=st.lists(st.sampled_from([*VERBS, "confirm", "vote"]), max_size=14))
def test_whatever_is_tried_the_log_tells_the_whole_story(verbs, everybody):
    Application.objects.all().delete()
    application = sent()
    reached = [application.state]
    for verb in verbs:
        before = Application.objects.filter(pk=application.pk).first()
        try:
            if verb == "vote":
                process.vote(application, everybody, "for")
            elif verb == "confirm":
                process.confirm(application)
            else:
                call(verb, application, everybody)
        except Refused:
            now = Application.objects.filter(pk=application.pk).first()
            assert (now and now.state) == (before and before.state)
            continue
        if verb == "drop":
            assert not Application.objects.exists()
            return
        if verb in MOVES and before.state in MOVES[verb].sources:
            reached.append(MOVES[verb].target)
    moves = list(application.moves.all())
    assert [move.to_state for move in moves] == reached
    assert [move.from_state for move in moves] == ["", *reached[:-1]]
    assert Application.objects.get().state == reached[-1]


@pytest.fixture
def everybody():
    """One who decides alone, so that chance gets far."""
    Network.objects.update(votes_needed=0)
    return make_colleague("everybody", "decide", "vote")
