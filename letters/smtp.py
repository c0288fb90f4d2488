"""Django's SMTP backend, which also tells whether a mail server may have taken a letter.

A mail server takes a letter when the line with the final dot has reached it, and not before. So
that line is sent by itself, once the server has everything else and is seen to be still there. A
connection that is lost before it is an ordinary failure: the letter is tried again. One that is
lost after it may have done its work.
"""

import fcntl
import select
import struct
import termios
import time
from smtplib import CRLF, SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPServerDisconnected

from django.core.mail.backends import smtp

FINAL_DOT = b".\r\n"

# How long a server that hangs up inside a letter is given to be noticed. The first letter of a
# connection waits longer: a server that hangs up once mostly does it every time.
GRACE_OF_FIRST, GRACE_OF_NEXT = 0.25, 0.02

# RFC 5321 gives a server ten minutes to answer the final dot, because filters read the letter
# then. Who hangs up after twenty seconds takes for lost what has arrived.
ANSWER_TIMEOUT = 120

# What the kernel says of a connection that the other side has left. Linux tells of both ways.
LEFT = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)


class HandedOver(Exception):  # noqa: N818 - it may have gone well
    """The connection broke when the letter was with the mail server and no answer had come."""


class TellsWhenHandedOver:
    """For clients of smtplib: losing the line before the final dot and after it are two things."""

    grace = GRACE_OF_FIRST

    def data(self, msg):
        """As smtplib sends a letter, but with the final dot by itself."""
        self.putcmd("data")
        code, words = self.getreply()
        if code != 354:
            raise SMTPDataError(code, words)
        self.send(dotted(msg))
        if self._is_interrupted():
            return self._reply_to_interruption()
        self.grace = GRACE_OF_NEXT
        self.sock.settimeout(max(ANSWER_TIMEOUT, self.timeout))
        try:
            self.send(FINAL_DOT)
            return self.getreply()
        except (SMTPServerDisconnected, OSError) as error:
            raise HandedOver(str(error)) from error
        finally:
            if self.sock:
                self.sock.settimeout(self.timeout)

    def _is_interrupted(self) -> bool:
        """Whether the server left, or spoke, before the letter was whole."""
        deadline = time.monotonic() + self.timeout
        while unacknowledged(self.sock) and time.monotonic() < deadline:
            if happened(self.sock, LEFT, 0.005):
                return True
        # Over TLS tickets for later sessions arrive at any time and are no words.
        words = 0 if hasattr(self.sock, "cipher") else select.POLLIN
        return bool(happened(self.sock, LEFT | words, self.grace))

    def _reply_to_interruption(self) -> tuple[int, bytes]:
        """What the server said before it left. Without the dot there is no letter, so that it
        cannot have been taken, whatever it says."""
        try:
            code, words = self.getreply()
        finally:
            self.close()
        if 500 <= code < 600:
            return code, words
        raise SMTPServerDisconnected(f"Interrupted before the end of the letter: {code} {words!r}")


def dotted(msg: str | bytes) -> bytes:
    """A letter as it goes over the wire, without the final dot: lines end in CRLF, and dots that
    begin a line are doubled."""
    if isinstance(msg, str):
        msg = msg.encode("ascii")
    lines = msg.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    doubled = (b"." + line if line.startswith(b".") else line for line in lines)
    return CRLF.encode().join(doubled) + CRLF.encode()


def unacknowledged(sock) -> int:
    """How many bytes the other machine has not acknowledged; 0 where the kernel does not say."""
    try:
        return struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4))[0]
    except OSError:
        return 0


def happened(sock, events: int, seconds: float) -> int:
    """Which of some events of a connection happen within a time."""
    poll = select.poll()
    poll.register(sock.fileno(), events)
    found = poll.poll(seconds * 1000)
    return found[0][1] & events if found else 0


class Plain(TellsWhenHandedOver, SMTP):
    pass


class Encrypted(TellsWhenHandedOver, SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self):
        return Encrypted if self.use_ssl else Plain

    def close(self):
        """What a server says to a goodbye changes nothing about the letters that it took."""
        try:
            super().close()
        except (SMTPException, OSError):
            self.connection = None
