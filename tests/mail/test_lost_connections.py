"""A mail server that hangs up: an e-mail is "perhaps sent" only when it may have been taken."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from joining.form import submission
from joining.models import Application
from joining.privacy import retention
from mail import outbox, smtp
from mail.models import Email
from tests.support.builders import make_answers, make_draft, make_email, make_network

pytestmark = pytest.mark.django_db

ANSWERS = {"EHLO": b"250 ok", "MAIL": b"250 ok", "RCPT": b"250 ok", "DATA": b"354 go on"}


class DroppingServer:
    """A mail server on a plain socket that hangs up at one point of each conversation."""

    def __init__(self, drops_at: str, *, says: bytes = b""):
        self.drops_at, self.says = drops_at, says
        self.taken: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listening.accept()
                with client, client.makefile("rb") as lines, suppress(OSError):
                    self.talk(client, lines)

    def talk(self, client: socket.socket, lines) -> None:
        if self.drops_at == "connect":
            return
        client.sendall(b"220 test\r\n")
        while line := lines.readline():
            verb = line[:4].strip().upper().decode()
            if verb == self.drops_at:
                return
            if verb == "QUIT":
                client.sendall(b"221 bye\r\n")
                return
            client.sendall(ANSWERS.get(verb, b"250 ok") + b"\r\n")
            if verb == "DATA" and not self.take(client, lines):
                return

    def take(self, client: socket.socket, lines) -> bool:
        email = b""
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return False
            email += line
            if self.drops_at == "body" and len(email) > 300:
                client.sendall(self.says)
                return False
        self.taken.append(email)
        if self.drops_at == "dot":
            return False
        client.sendall(b"250 taken\r\n")
        return True


@contextmanager
def dropping(settings, drops_at: str, **more) -> Iterator[DroppingServer]:
    server = DroppingServer(drops_at, **more)
    settings.EMAIL_BACKEND = "mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        # Ends `accept`, which closing alone does not.
        server.listening.shutdown(socket.SHUT_RDWR)
        server.listening.close()
        thread.join()


def states() -> list[str]:
    return list(Email.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("drops_at", "state"),
    [
        ("connect", "waiting"),
        ("EHLO", "waiting"),
        ("MAIL", "waiting"),
        ("RCPT", "waiting"),
        ("DATA", "waiting"),
        ("body", "waiting"),
        ("dot", "unconfirmed"),
        ("QUIT", "sent"),
    ],
)
def test_only_what_may_have_been_taken_is_perhaps_sent(settings, drops_at, state, caplog):
    email = make_email(text="하나\n.둘\n" * 40)
    with dropping(settings, drops_at) as server:
        assert outbox.send_due_emails() == (state == "sent")
    assert states() == [state]
    assert len(server.taken) == (state != "waiting")
    assert bool(caplog.records) == (state != "sent")
    if state == "waiting":
        with dropping(settings, "nowhere") as server, at_next_attempt(email):
            assert outbox.send_due_emails() == 1
        assert email.message_id.encode() in server.taken[0]


@contextmanager
def at_next_attempt(email: Email):
    email.refresh_from_db()
    with time_machine.travel(email.next_attempt_at + timedelta(seconds=1)):
        yield


@pytest.mark.parametrize(
    ("says", "state"),
    [(b"421 shutting down\r\n", "waiting"), (b"554 no such words here\r\n", "failed")],
)
def test_a_server_that_interrupts_an_email_has_not_taken_it(settings, says, state):
    make_email(text="하나\n" * 400)
    with dropping(settings, "body", says=says):
        assert outbox.send_due_emails() == 0
    assert states() == [state]


def test_a_server_that_always_hangs_up_is_not_asked_for_every_email(settings, caplog):
    for number in range(9):
        make_email(key=f"email-{number}", recipient=f"n{number}@example.org")
    with dropping(settings, "body"):
        assert outbox.send_due_emails() == 0
    assert sorted(email.attempts for email in Email.objects.all()) == [0] * 6 + [1] * 3
    assert "the rest waits" in caplog.text


def test_the_wire_has_the_email_as_it_was(settings):
    make_email(text="가\n.\n..나\n끝")
    with dropping(settings, "nowhere") as server:
        assert outbox.send_due_emails() == 1
    assert smtp.stuff_dots("a\r\n.\r\nb\n") == b"a\r\n..\r\nb\r\n"
    [email] = server.taken
    assert all(line.endswith(b"\r\n") for line in email.splitlines(keepends=True))


def test_no_application_is_erased_while_its_email_has_not_gone(settings):
    """22 people were told that an e-mail is coming, and the mail server cut every one short."""
    make_network()
    for number in range(22):
        submission.submit_application(
            make_draft(), make_answers(email=f"office{number}@example.org")
        )
    start = timezone.now()
    with dropping(settings, "body"):
        for minutes in (0, 10, 120, 2950):
            with time_machine.travel(start + timedelta(minutes=minutes)):
                outbox.send_due_emails()
    assert set(states()) == {"waiting"}
    rule = next(
        rule
        for rule in retention.RULES
        if rule.period_began_before is retention.unconfirmed_applications
    )
    with time_machine.travel(start + timedelta(days=3)):
        assert retention.erase_due_rows(rule) == 0
        with dropping(settings, "nowhere") as server:
            assert outbox.send_due_emails() == 22
        assert len(server.taken) == 22
    with time_machine.travel(start + timedelta(days=4)):
        assert retention.erase_due_rows(rule) == 0
    with time_machine.travel(start + timedelta(days=6)):
        assert retention.erase_due_rows(rule) == 22
    assert not Application.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "sending", "unconfirmed", "failed", "on-hold"])
def test_an_email_that_may_still_go_is_not_deleted_after_a_year(state):
    make_email(state=state, attempted_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        on_its_way = state in ("waiting", "sending")
        assert outbox.purge() == (0 if on_its_way else 1)
        left = Email.objects.get()
        assert bool(left.text) == on_its_way
        # Of one in trouble the fact is left, and goes in its turn.
        assert outbox.purge() == (0 if on_its_way else 1)
