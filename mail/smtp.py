"""Django's SMTP backend, which also tells whether the mail server may have accepted an e-mail.

A mail server accepts an e-mail when the line with the final dot has reached it, and not before. So
that line is sent separately, once the server has everything else and is still connected. A
connection lost before it is an ordinary failure: the e-mail is tried again. After it, the e-mail
may have been accepted.
"""

import fcntl
import select
import socket
import ssl
import struct
import termios
import time
from smtplib import CRLF, SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPServerDisconnected
from typing import Any

from django.core.mail.backends import smtp

FINAL_DOT = b".\r\n"

# How long a disconnect in the middle of an e-mail may take to be noticed. The first e-mail of a
# connection waits longer: a server that disconnects once mostly does it every time.
FIRST_GRACE_SECONDS, NEXT_GRACE_SECONDS = 0.25, 0.02

# RFC 5321 allows ten minutes to answer the final dot, as filters read the e-mail then. Clients that
# give up after twenty seconds treat delivered e-mails as lost.
REPLY_TIMEOUT_SECONDS = 120

# Reported by the kernel when the other side has closed the connection; on Linux also when only for
# sending.
DISCONNECT_EVENTS = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)


class UnconfirmedDeliveryError(Exception):
    """The connection broke after the complete e-mail was sent and before the server answered."""


class SMTPClient(SMTP):
    """Sends the line with the final dot separately."""

    grace_seconds = FIRST_GRACE_SECONDS
    timeout: float

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As in smtplib, except for the final dot."""
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise SMTPDataError(code, reply)
        self.send(stuff_dots(msg))
        if self._is_interrupted():
            return self._reply_to_interruption()
        self.grace_seconds = NEXT_GRACE_SECONDS
        self.connected_socket.settimeout(max(REPLY_TIMEOUT_SECONDS, self.timeout))
        try:
            self.send(FINAL_DOT)
            return self.getreply()
        except (SMTPServerDisconnected, OSError) as error:
            raise UnconfirmedDeliveryError(str(error)) from error
        finally:
            if self.sock:
                self.sock.settimeout(self.timeout)

    @property
    def connected_socket(self) -> socket.socket:
        if self.sock is None:
            raise SMTPServerDisconnected("not connected")
        return self.sock

    def _is_interrupted(self) -> bool:
        """Whether the server disconnected, or replied, before the e-mail was complete."""
        deadline = time.monotonic() + self.timeout
        sock = self.connected_socket
        while unacknowledged_bytes(sock) and time.monotonic() < deadline:
            if poll_events(sock, DISCONNECT_EVENTS, 0.005):
                return True
        # Over TLS, session tickets arrive at any time and are no reply.
        reply_event = 0 if isinstance(sock, ssl.SSLSocket) else select.POLLIN
        return bool(poll_events(sock, DISCONNECT_EVENTS | reply_event, self.grace_seconds))

    def _reply_to_interruption(self) -> tuple[int, bytes]:
        """The server's reply before it disconnected. Without the final dot it cannot have accepted
        the e-mail, whatever it replies."""
        try:
            code, reply = self.getreply()
        finally:
            self.close()
        if 500 <= code < 600:
            return code, reply
        raise SMTPServerDisconnected(f"Interrupted before the end of the e-mail: {code} {reply!r}")


def stuff_dots(msg: str | bytes) -> bytes:
    """Returns an e-mail as it is sent over SMTP, without the final dot: lines end in CRLF, and dots
    at the start of a line are doubled."""
    if isinstance(msg, str):
        msg = msg.encode("ascii")
    lines = msg.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    doubled = (b"." + line if line.startswith(b".") else line for line in lines)
    return CRLF.encode().join(doubled) + CRLF.encode()


def unacknowledged_bytes(sock: socket.socket) -> int:
    """0 where the kernel does not say."""
    try:
        return struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4))[0]
    except OSError:
        return 0


def poll_events(sock: socket.socket, events: int, seconds: float) -> int:
    poll = select.poll()
    poll.register(sock.fileno(), events)
    ready = poll.poll(seconds * 1000)
    return ready[0][1] & events if ready else 0


class SMTPSSLClient(SMTPClient, SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[SMTPClient]:
        return SMTPSSLClient if self.use_ssl else SMTPClient

    def close(self) -> None:
        """A server's reply to QUIT changes nothing about the e-mails that it has accepted."""
        try:
            super().close()
        except (SMTPException, OSError):
            self.connection = None
