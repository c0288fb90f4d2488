"""Two people, or two presses of a button, at the same moment: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from joining.form import submission
from joining.membership import agreement_signatures
from joining.models import Application, ApplicationLogEntry, Signature
from joining.review import (
    applicant_transitions,
    referees,
    staff_actions,
    staff_notifications,
    staff_transitions,
    votes,
)
from joining.review.transitions import RefusedError
from mail.models import Email
from members.models import Organisation
from tests.support.builders import (
    emails_to,
    make_agreements,
    make_answers,
    make_application,
    make_colleague,
    make_draft,
    make_network,
    make_organisation,
)

pytestmark = pytest.mark.django_db(transaction=True)

State = Application.State


@pytest.fixture(autouse=True)
def _network():
    make_network(votes_needed=0)


def run_concurrently(*actions) -> list:
    """What each action gives, or how it was refused, when all begin together."""
    start = Barrier(len(actions))

    def run(action):
        try:
            start.wait()
            return action()
        except RefusedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))


def count_refused(outcomes: list) -> int:
    return sum(isinstance(outcome, RefusedError) for outcome in outcomes)


def queued_emails(ending: str) -> int:
    return Email.objects.filter(key__endswith=ending).count()


def test_a_button_pressed_twice_sends_one_application():
    draft = make_draft()
    presses = [lambda: submission.submit_application(draft, make_answers())] * 3
    first, *others = run_concurrently(*presses)
    assert Application.objects.get() == first
    assert others == [first, first]
    assert queued_emails(":confirm_email") == 1
    clicks = run_concurrently(*[lambda: applicant_transitions.confirm_email(first)] * 3)
    assert [one.state for one in clicks] == [State.RECEIVED] * 3
    assert queued_emails(":received") == 1
    assert ApplicationLogEntry.objects.count() == 2


def test_two_forms_of_one_mailbox_confirmed_at_once_are_one_application():
    make_colleague("desk", "decide")
    one, other = (submission.submit_application(make_draft(), make_answers()) for _form in range(2))
    outcomes = run_concurrently(
        lambda: applicant_transitions.confirm_email(one),
        lambda: applicant_transitions.confirm_email(other),
    )
    assert sorted(outcome.state for outcome in outcomes) == [State.CLOSED_UNDECIDED, State.RECEIVED]
    assert queued_emails(":already_open") == 1
    assert emails_to("desk@example.org").count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("accept", "accept"), ("accept", "decline"), ("accept", "withdraw"), ("withdraw", "decline")],
)
def test_of_two_decisions_at_once_one_counts_and_the_other_is_told(one, other):
    mina, sora = make_colleague("mina", "decide"), make_colleague("sora", "decide")
    application = make_application(state=State.VOTING)
    actions = {
        "accept": lambda by: staff_transitions.accept(application, by),
        "decline": lambda by: staff_transitions.decline(application, by, "안타깝습니다."),
        "withdraw": lambda by: applicant_transitions.withdraw(application),
    }
    outcomes = run_concurrently(lambda: actions[one](mina), lambda: actions[other](sora))
    assert count_refused(outcomes) == 1
    move = application.log.get()
    loser = (one, other)[isinstance(outcomes[1], RefusedError)]
    told = str(outcomes[isinstance(outcomes[1], RefusedError)])
    may_know = [move.by.username] if move.by and loser != "withdraw" else []
    assert [name for name in ("mina", "sora") if name in told] == may_know
    application.refresh_from_db()
    assert application.state == move.to_state
    ending = {"accepted": ":accepted", "declined": ":declined", "withdrawn": ":withdrawn"}
    assert Email.objects.get().key.endswith(ending[application.state])
    assert Organisation.objects.count() == (application.state == State.ACCEPTED)


def test_two_coordinators_write_to_the_same_people_at_once():
    mina, sora = make_colleague("mina", "decide"), make_colleague("sora", "decide")
    application = make_application(state=State.SCREENING)
    known = application.referees.create(name="박추천", email="park@example.org")
    asked = run_concurrently(
        lambda: referees.ask_referees(application, mina),
        lambda: referees.ask_referees(application, sora),
    )
    assert count_refused(asked) == 1
    assert queued_emails(f":referee_request:{known.pk}") == 1
    run_concurrently(*[lambda: referees.record_answer(known, "recommends", "")] * 3)
    assert application.log.count() == 2
    run_concurrently(*[lambda: staff_actions.send_new_link(application, mina)] * 4)
    application.refresh_from_db()
    assert application.link_version == 3
    assert Email.objects.filter(key__contains=":new_link:").count() == 3


def test_who_takes_what_a_colleague_has_just_taken_is_told():
    mina, sora = make_colleague("mina", "decide"), make_colleague("sora", "decide")
    application = make_application()
    outcomes = run_concurrently(
        lambda: staff_transitions.assign(application, mina, seen_state=State.RECEIVED),
        lambda: staff_transitions.assign(application, sora, seen_state=State.RECEIVED),
    )
    assert count_refused(outcomes) == 1
    application.refresh_from_db()
    assert application.log.get().by == application.assignee


def test_a_late_vote_and_a_decision_do_not_cross():
    coordinator, reviewer = make_colleague("desk", "decide"), make_colleague("anna", "vote")
    application = make_application(state=State.VOTING)
    outcomes = run_concurrently(
        lambda: staff_transitions.accept(application, coordinator),
        lambda: votes.cast_vote(application, reviewer, "", has_conflict=True),
    )
    assert not isinstance(outcomes[0], RefusedError)
    vote = application.votes.first()
    decision = application.log.get()
    assert vote is None or vote.at < decision.at
    assert (vote is None) == isinstance(outcomes[1], RefusedError)


def test_applications_come_before_people_one_after_the_other_without_a_deadlock():
    coordinator = make_colleague("desk", "decide")
    apart = make_application(state=State.QUARANTINE, email="a@example.org", name_ko="하나")
    new = submission.submit_application(
        make_draft(), make_answers(email="b@example.org", name_ko="둘")
    )
    outcomes = run_concurrently(
        lambda: staff_transitions.release_from_quarantine(apart, coordinator),
        lambda: applicant_transitions.confirm_email(apart),
        lambda: applicant_transitions.confirm_email(new),
    )
    assert count_refused(outcomes) == 0
    run_concurrently(
        staff_notifications.notify_coordinators, staff_notifications.notify_coordinators
    )
    assert emails_to(coordinator.email).count() == 1


def test_a_document_signed_twice_at_once_has_one_signature():
    agreements, member = make_agreements(), make_organisation(joined_on="2025-07-09")
    sign = lambda: agreement_signatures.sign_agreements(member, agreements, "김대표", "대표", "ko")  # noqa: E731
    run_concurrently(sign, sign)
    assert Signature.objects.count() == 3
