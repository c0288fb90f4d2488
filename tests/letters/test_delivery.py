"""Delivery to a real mail server: down, refusing, busy, dying in between, and asked by two."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from letters import outbox
from letters.models import Letter
from tests.builders import make_letter

pytestmark = pytest.mark.django_db


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """Takes every letter unless told otherwise; `taken` holds what it took."""

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
    settings.EMAIL_BACKEND = "letters.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return settings.EMAIL_PORT


@pytest.fixture
def server(port):
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def state(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state


def attempts_within(span: timedelta, letter: Letter) -> list[int]:
    """In which minutes a clock that ticks every minute tries a letter."""
    start, minutes = timezone.now(), []
    for minute in range(int(span.total_seconds()) // 60 + 1):
        before = letter.attempts
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            outbox.deliver()
        letter.refresh_from_db()
        minutes += [minute] if letter.attempts > before else []
    return minutes


def test_a_letter_reaches_the_mail_server_as_it_was_written(server):
    letter = make_letter(subject="가입 신청", text="안녕하세요.\n")
    assert outbox.deliver() == 1
    [envelope] = server.taken
    assert envelope.rcpt_tos == [letter.recipient]
    content = envelope.content.decode()
    assert f"Message-ID: {letter.message_id}" in content
    assert "Auto-Submitted: auto-generated" in content
    assert state(letter) == "sent"
    assert letter.sent_at


def test_while_the_mail_server_is_down_attempts_grow_rarer_and_then_it_goes_once(port):
    letter = make_letter()
    assert attempts_within(timedelta(hours=1), letter) == [0, 1, 6, 21]
    assert (letter.state, "refused" in letter.error) == ("waiting", True)
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with time_machine.travel(timezone.now() + timedelta(minutes=82)):
            assert outbox.deliver() == 1
            assert outbox.deliver() == 0
    finally:
        controller.stop()
    assert len(handler.taken) == 1
    assert state(letter) == "sent"


def test_a_mail_server_that_is_down_is_not_asked_for_every_letter(port):
    letters = [make_letter(key=f"letter-{number}") for number in range(3)]
    outbox.deliver()
    assert sorted(letter.attempts for letter in Letter.objects.all()) == [0, 0, 1]
    assert {state(letter) for letter in letters} == {"waiting"}


def test_after_days_in_vain_a_letter_is_given_up_and_can_be_sent_again(port):
    letter = make_letter()
    with time_machine.travel(letter.give_up_at - timedelta(minutes=2)):
        Letter.objects.update(attempts=9)
        outbox.deliver()
        assert state(letter) == "failed"
        assert outbox.send_again(letter)
        assert state(letter) == "waiting"
        assert attempts_within(timedelta(minutes=2), letter) == [0, 1]


def test_an_address_that_is_refused_fails_at_once_with_the_servers_words(server):
    server.answer_to_recipient = "550 5.1.1 No such user here"
    letter, other = make_letter(), make_letter(key="other")
    assert outbox.deliver() == 0
    assert (state(letter), letter.error) == ("failed", "550 5.1.1 No such user here")
    assert state(other) == "failed"
    server.answer_to_recipient = "250 OK"
    assert outbox.send_again(letter)
    assert outbox.deliver() == 1


def test_a_server_that_says_later_is_tried_later(server):
    server.answer_to_recipient = "451 4.7.1 Greylisted, try again"
    letter = make_letter()
    outbox.deliver()
    assert (state(letter), letter.error) == ("waiting", "451 4.7.1 Greylisted, try again")
    server.answer_to_recipient = "250 OK"
    assert attempts_within(timedelta(minutes=2), letter) == [1]
    assert len(server.taken) == 1


def test_a_letter_that_was_handed_over_without_an_answer_is_not_sent_twice(server):
    server.hangs_up = True
    letter = make_letter()
    outbox.deliver()
    assert state(letter) == "unsure"
    server.hangs_up = False
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert outbox.deliver() == 0
    assert len(server.taken) == 1
    assert outbox.send_again(letter)
    outbox.deliver()
    first, second = (envelope.content.decode() for envelope in server.taken)
    assert letter.message_id in first
    assert letter.message_id in second


def test_a_letter_whose_process_died_while_sending_is_left_to_a_person(server, monkeypatch):
    letter = make_letter()

    def die(_backend, _messages):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("letters.smtp.EmailBackend.send_messages", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.deliver()
    assert outbox.deliver() == 0
    assert state(letter) == "sending"
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert outbox.deliver() == 0
    assert state(letter) == "unsure"
    assert server.taken == []


def test_what_is_forgotten_while_it_is_sent_does_not_come_back(server, monkeypatch):
    letter = make_letter(about="application:1")
    as_message = outbox.as_message

    def forgotten_meanwhile(letter):
        outbox.forget("application:1")
        return as_message(letter)

    monkeypatch.setattr(outbox, "as_message", forgotten_meanwhile)
    assert outbox.deliver() == 1
    assert not Letter.objects.filter(pk=letter.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_send_each_letter_once(server):
    for number in range(20):
        make_letter(key=f"letter-{number}", recipient=f"someone-{number}@example.org")

    def deliver(_number) -> int:
        try:
            return outbox.deliver()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        sent = list(both.map(deliver, range(2)))
    assert sum(sent) == 20
    recipients = [address for envelope in server.taken for address in envelope.rcpt_tos]
    assert sorted(recipients) == sorted(f"someone-{number}@example.org" for number in range(20))
