"""Delivery to a real mail server: down, refusing, busy, dying in between, and asked by two."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from mail import outbox
from mail.models import Email
from tests.support.builders import make_email

pytestmark = pytest.mark.django_db


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """Takes every e-mail unless told otherwise; `taken` holds what it took."""

    def __init__(self):
        self.taken, self.answer_to_recipient, self.hangs_up = [], "250 OK", False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope)
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def port(settings) -> int:
    """Where the mail server is to be; nobody listens there yet."""
    settings.EMAIL_BACKEND = "mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return settings.EMAIL_PORT


@pytest.fixture
def server(port):
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def state(email: Email) -> str:
    email.refresh_from_db()
    return email.state


def attempts_within(span: timedelta, email: Email) -> list[int]:
    """In which minutes a clock that ticks every minute tries an e-mail."""
    start, minutes = timezone.now(), []
    for minute in range(int(span.total_seconds()) // 60 + 1):
        before = email.attempts
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            outbox.send_due_emails()
        email.refresh_from_db()
        minutes += [minute] if email.attempts > before else []
    return minutes


def test_an_email_reaches_the_mail_server_as_it_was_written(server):
    email = make_email(subject="가입 신청", text="안녕하세요.\n")
    assert outbox.send_due_emails() == 1
    [envelope] = server.taken
    assert envelope.rcpt_tos == [email.recipient]
    content = envelope.content.decode()
    assert f"Message-ID: {email.message_id}" in content
    assert "Auto-Submitted: auto-generated" in content
    assert state(email) == "sent"
    assert email.sent_at


def test_while_the_mail_server_is_down_attempts_grow_rarer_and_then_it_goes_once(port):
    email = make_email()
    assert attempts_within(timedelta(hours=1), email) == [0, 1, 6, 21]
    assert (email.state, "refused" in email.error) == ("waiting", True)
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with time_machine.travel(timezone.now() + timedelta(minutes=82)):
            assert outbox.send_due_emails() == 1
            assert outbox.send_due_emails() == 0
    finally:
        controller.stop()
    assert len(handler.taken) == 1
    assert state(email) == "sent"


def test_a_mail_server_that_is_down_is_not_asked_for_every_email(port):
    emails = [make_email(key=f"email-{number}") for number in range(3)]
    outbox.send_due_emails()
    assert sorted(email.attempts for email in Email.objects.all()) == [0, 0, 1]
    assert {state(email) for email in emails} == {"waiting"}


def test_after_days_in_vain_an_email_is_given_up_and_can_be_sent_again(port):
    email = make_email()
    with time_machine.travel(email.give_up_at - timedelta(minutes=2)):
        Email.objects.update(attempts=9)
        outbox.send_due_emails()
        assert state(email) == "failed"
        assert outbox.retry_email(email)
        assert state(email) == "waiting"
        assert attempts_within(timedelta(minutes=2), email) == [0, 1]


def test_an_address_that_is_refused_fails_at_once_with_the_servers_words(server):
    server.answer_to_recipient = "550 5.1.1 No such user here"
    email, other = make_email(), make_email(key="other")
    assert outbox.send_due_emails() == 0
    assert (state(email), email.error) == ("failed", "550 5.1.1 No such user here")
    assert state(other) == "failed"
    server.answer_to_recipient = "250 OK"
    assert outbox.retry_email(email)
    assert outbox.send_due_emails() == 1


def test_a_server_that_says_later_is_tried_later(server):
    server.answer_to_recipient = "451 4.7.1 Greylisted, try again"
    email = make_email()
    outbox.send_due_emails()
    assert (state(email), email.error) == ("waiting", "451 4.7.1 Greylisted, try again")
    server.answer_to_recipient = "250 OK"
    assert attempts_within(timedelta(minutes=2), email) == [1]
    assert len(server.taken) == 1


def test_an_email_that_was_handed_over_without_an_answer_is_not_sent_twice(server):
    server.hangs_up = True
    email = make_email()
    outbox.send_due_emails()
    assert state(email) == "unconfirmed"
    server.hangs_up = False
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert outbox.send_due_emails() == 0
    assert len(server.taken) == 1
    assert outbox.retry_email(email)
    outbox.send_due_emails()
    first, second = (envelope.content.decode() for envelope in server.taken)
    assert email.message_id in first
    assert email.message_id in second


def test_an_email_whose_process_died_while_sending_is_left_to_a_person(server, monkeypatch):
    email = make_email()

    def die(_backend, _messages):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("mail.smtp.EmailBackend.send_messages", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.send_due_emails()
    assert outbox.send_due_emails() == 0
    assert state(email) == "sending"
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert outbox.send_due_emails() == 0
    assert state(email) == "unconfirmed"
    assert server.taken == []


def test_what_is_forgotten_while_it_is_sent_does_not_come_back(server, monkeypatch):
    email = make_email(about="application:1")
    as_message = outbox.build_message

    def forgotten_meanwhile(email):
        outbox.delete_emails_about("application:1")
        return as_message(email)

    monkeypatch.setattr(outbox, "build_message", forgotten_meanwhile)
    assert outbox.send_due_emails() == 1
    assert not Email.objects.filter(pk=email.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_send_each_email_once(server):
    for number in range(20):
        make_email(key=f"email-{number}", recipient=f"someone-{number}@example.org")

    def deliver(_number) -> int:
        try:
            return outbox.send_due_emails()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        sent = list(both.map(deliver, range(2)))
    assert sum(sent) == 20
    recipients = [address for envelope in server.taken for address in envelope.rcpt_tos]
    assert sorted(recipients) == sorted(f"someone-{number}@example.org" for number in range(20))
