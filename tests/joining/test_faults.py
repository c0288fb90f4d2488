"""The database dies in the middle of a move, the server is killed, the mail server is away for an
hour: nothing is half done, nothing is lost, no e-mail goes twice."""

import itertools
import os
import signal
import socket
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.apps import apps
from django.db import OperationalError, connection, connections
from django.utils import timezone

from joining.form import submission
from joining.membership import agreement_signatures
from joining.models import Application
from joining.review import (
    applicant_transitions,
    staff_transitions,
    transitions,
    votes,
)
from mail import outbox
from mail.models import Email
from members.models import Agreement, Organisation
from tests.support.builders import (
    make_agreements,
    make_answers,
    make_application,
    make_colleague,
    make_draft,
    make_network,
    make_topic,
)

pytestmark = pytest.mark.django_db

State = Application.State


@pytest.fixture(autouse=True)
def _network():
    make_network(votes_needed=1)


def database_digests() -> dict[str, str]:
    """A digest of all rows that a transition could change, by model. One query: it runs often."""
    app_configs = map(apps.get_app_config, ("members", "joining"))
    models = [*(model for app in app_configs for model in app.get_models()), Email]
    digests = (
        f"SELECT '{model.__name__}', md5(string_agg(t::text, ' ' ORDER BY t::text)) "  # noqa: S608
        f"FROM {model._meta.db_table} t"
        for model in models
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digests))
        return dict(cursor.fetchall())


def lost_connection_after(number: int):
    """A database that answers so many statements and then no more."""
    left = itertools.count(number, -1)

    def execute(run, sql, params, many, context):
        is_bookkeeping = "SAVEPOINT" in sql
        if not is_bookkeeping and next(left) == 0:
            raise OperationalError("the connection is lost")
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def count_statements(action) -> int:
    """Let a action die at each of its statements; how many there are. After each death everything
    is as it was, and in the end the action still works."""
    before, number = database_digests(), 0
    while fails_at_statement(action, number):
        assert database_digests() == before
        number += 1
    assert database_digests() != before
    return number


def fails_at_statement(action, number: int) -> bool:
    try:
        with lost_connection_after(number):
            action()
    except OperationalError:
        return True
    return False


def test_whenever_the_database_dies_nothing_is_half_done():
    make_agreements()
    coordinator, reviewer = make_colleague("desk", "decide"), make_colleague("anna", "vote")
    draft, topic = make_draft(), make_topic()
    referee = {"name": "이추천", "organisation": "", "email": "ref@example.org"}
    answers = submission.Submission(make_answers().values, topics=[topic], referees=[referee])
    assert count_statements(lambda: submission.submit_application(draft, answers)) > 8
    application = Application.objects.get()
    rejected = make_application(state=State.VOTING, name_ko="둘째", email="b@example.org")
    rejected.votes.create(reviewer=reviewer, choice="against")
    withdrawn = make_application(state=State.SCREENING, name_ko="셋째", email="c@example.org")
    apart = make_application(state=State.QUARANTINE, name_ko="넷째", email="d@example.org")
    dropped = make_application(state=State.QUARANTINE, name_ko="다섯째", email="e@example.org")
    asked = make_application(state=State.NEEDS_INFO, name_ko="여섯째", email="f@example.org")
    silent = make_application(state=State.NEEDS_INFO, name_ko="일곱째", email="g@example.org")
    again = make_application(state=State.UNCONFIRMED, email="office@example.org")
    namesake = make_application(state=State.UNCONFIRMED, email="h@example.org")
    spam = make_application(
        state=State.UNCONFIRMED, name_ko="여덟째", email="i@example.org", spam_score=9
    )
    moves = {
        "quarantine_spam": lambda: applicant_transitions.confirm_email(spam),
        "receive": lambda: applicant_transitions.confirm_email(application),
        "close_duplicate": lambda: applicant_transitions.confirm_email(again),
        "quarantine_namesake": lambda: applicant_transitions.confirm_email(namesake),
        "assign": lambda: staff_transitions.assign(application, coordinator),
        "ask_applicant": lambda: staff_transitions.ask_applicant(
            application, coordinator, "왜입니까?", ["summary"]
        ),
        "answer_info_request": lambda: applicant_transitions.answer_info_request(
            application, {"summary_ko": "아빠들의 모임"}
        ),
        "start_voting": lambda: staff_transitions.start_voting(application, coordinator),
        "vote": lambda: votes.cast_vote(application, reviewer, "for"),
        "accept": lambda: staff_transitions.accept(application, coordinator),
        "cancel_voting": lambda: staff_transitions.cancel_voting(
            rejected, coordinator, "다시 봅니다."
        ),
        "start_voting again": lambda: staff_transitions.start_voting(rejected, coordinator),
        "decline": lambda: staff_transitions.decline(rejected, coordinator, "안타깝습니다."),
        "withdraw": lambda: applicant_transitions.withdraw(withdrawn),
        "release_from_quarantine": lambda: staff_transitions.release_from_quarantine(
            apart, coordinator
        ),
        "quarantine": lambda: staff_transitions.quarantine(apart, coordinator, ""),
        "erase": lambda: staff_transitions.erase(dropped, coordinator),
        "continue_without_answer": lambda: staff_transitions.continue_without_answer(
            asked, coordinator
        ),
        "close_unanswered": lambda: applicant_transitions.close_unanswered(silent),
        "reopen": lambda: staff_transitions.reopen(silent, coordinator),
        "sign": lambda: agreement_signatures.sign_agreements(
            Organisation.objects.get(), Agreement.objects.in_force(), "김대표", "대표", "ko"
        ),
    }
    for name, move in moves.items():
        assert count_statements(move) >= 3, name
    assert set(transitions.TRANSITIONS) <= set(moves)
    application.refresh_from_db()
    assert application.state == State.ACCEPTED


def kill_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run_in_killed_process(action, *, before_commit: bool) -> None:
    """Run a action in a process of its own, killed when it is about to commit, or just after."""
    inherited = connections["default"]
    # Held, because closing what the child inherits would end the connection of its parent.
    held = inherited.connection, inherited._connection_pools
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        assert held
        assert os.WTERMSIG(status) == signal.SIGKILL
        return
    try:
        # Asked for again: beside an event loop, as browsers in tests have one, Django keeps other
        # connections than without, and a child has no loop.
        database = connections["default"]
        database.connection, type(database)._connection_pools = None, {}
        if before_commit:
            database._commit = kill_process
        action()
    finally:
        kill_process()


def repeat(action) -> None:
    """Who was not told whether it worked tries again: it is refused, or changes nothing."""
    try:
        action()
    except transitions.RefusedError as refused:
        assert str(refused)


@pytest.mark.django_db(transaction=True)
def test_whenever_the_server_is_killed_a_move_is_made_or_not_and_never_twice():
    make_agreements()
    coordinator, reviewer = make_colleague("desk", "decide"), make_colleague("anna", "vote")
    draft, answers, sent = make_draft(), make_answers(), Application.objects
    for action in (
        lambda: submission.submit_application(draft, answers),
        lambda: applicant_transitions.confirm_email(sent.get()),
        lambda: staff_transitions.assign(sent.get(), coordinator, seen_state=State.RECEIVED),
        lambda: staff_transitions.ask_applicant(sent.get(), coordinator, "왜입니까?", ["summary"]),
        lambda: applicant_transitions.answer_info_request(
            sent.get(), {"summary_ko": "아빠들의 모임"}
        ),
        lambda: staff_transitions.start_voting(sent.get(), coordinator),
        lambda: votes.cast_vote(sent.get(), reviewer, "for"),
        lambda: staff_transitions.accept(sent.get(), coordinator),
    ):
        before = database_digests()
        run_in_killed_process(action, before_commit=True)
        assert database_digests() == before
        run_in_killed_process(action, before_commit=False)
        done = database_digests()
        assert done != before
        repeat(action)
        now = database_digests()
        assert (now["ApplicationLogEntry"], now["Email"]) == (
            done["ApplicationLogEntry"],
            done["Email"],
        )
    assert sent.get().state == State.ACCEPTED


class MailServer:
    """Keeps what it takes."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope.content.decode())
        return "250 OK"


def test_while_the_mail_server_is_away_applications_wait_and_then_each_email_goes_once(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    make_colleague("desk", "decide")
    application, start = submission.submit_application(make_draft(), make_answers()), timezone.now()
    for minute in range(0, 60, 10):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            assert outbox.send_due_emails() == 0
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with time_machine.travel(start + timedelta(hours=2)):
            assert outbox.send_due_emails() == 1
            assert applicant_transitions.confirm_email(application).state == State.RECEIVED
            assert outbox.send_due_emails() == 2
            assert applicant_transitions.confirm_email(application).state == State.RECEIVED
            assert outbox.send_due_emails() == 0
    finally:
        controller.stop()
    recipients = [line for text in server.taken for line in text.splitlines() if line[:3] == "To:"]
    assert sorted(recipients) == [
        "To: desk@example.org",
        "To: office@example.org",
        "To: office@example.org",
    ]
