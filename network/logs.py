"""What must not reach the logs: the secrets in addresses that open something without a password,
the rows that the database quotes when it refuses them, and more of a stranger's wrong requests than
a line each. A fault of the program keeps its traceback.

The filters belong to handlers, in the order `OneLine`, `AtMost`, `WithoutSecrets`.
"""

import logging
import re
import threading
import time
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from network.database_away import is_database_away

# What whoever sends a request causes, and no mistake of the program.
OF_STRANGERS = (
    BadRequest,
    Http404,
    MultiPartParserError,
    PermissionDenied,
    SuspiciousOperation,
    UnreadablePostError,
)
PATH_LENGTH = 200
# Control signs and ends of lines, with which a path would write lines of its own.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# "Invalid request from ip=203.0.113.9: Invalid HTTP Version" is what gunicorn writes.
CLIENT = re.compile(r"\bip=\S+(?=:\s)")

# Secrets are long and hold a capital letter; the names of articles and members hold none.
# The shortest is the code of a concern, with or without its hyphens.
SECRET = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w.:=-]{16,}")
# "Failing row contains (Han, han@example.org, …)": a value may have any number of lines.
QUOTED_ROW = re.compile(
    r"^DETAIL: .*?(?=\n\n(?:The above|During handling of the above) exception|\Z)",
    re.MULTILINE | re.DOTALL,
)


class OneLine(logging.Filter):
    """Writes what a stranger's request did wrong as one line: what, the method and the path.

    Its words may hold whatever the stranger sent, and the traceback leads to no mistake of ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        # Handlers share a record: the next one must not read this one's line.
        if not hasattr(record, "is_one_line") and is_of_stranger(record):
            record.is_one_line = True
            record.msg, record.args = strangers_line(record), ()
            record.exc_info = record.exc_text = record.stack_info = None
        record.msg = CLIENT.sub("…", record.msg) if isinstance(record.msg, str) else record.msg
        return True


def is_of_stranger(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        # While the database is away each request would write the same traceback.
        return isinstance(error, OF_STRANGERS) or is_database_away(error)
    is_answer = isinstance(getattr(record, "request", None), HttpRequest)
    return is_answer and getattr(record, "status_code", 500) < 500


def strangers_line(record: logging.LogRecord) -> str:
    request, what = getattr(record, "request", None), what_happened(record)
    if not isinstance(request, HttpRequest):
        return what
    path = CONTROL.sub("�", request.path[:PATH_LENGTH])
    return f"{what}: {request.method} {path}"


def what_happened(record: logging.LogRecord) -> str:
    """The kind of mistake: the name of the exception, else of the answer. Of a form whose token is
    wrong the reason as well, which tells an operator what is set up wrongly."""
    if record.exc_info and record.exc_info[1]:
        return type(record.exc_info[1]).__name__
    status = getattr(record, "status_code", 400)
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else str(status)
    if record.name == "django.security.csrf" and record.args:
        return f"{phrase} ({str(record.args[0]).partition(' - ')[0]})"
    return phrase


class AtMost(logging.Filter):
    """Lets so many records of a kind pass in a time, and says afterwards how many there were more:
    nobody fills the disk by asking for what is wrong.

    Kinds are few: an exception and the line of the program where it came up, or a status. Whatever
    is not about a request is none of them and always passes.
    """

    def __init__(self, number: int = 10, seconds: float = 60):
        super().__init__()
        self.number, self.seconds = number, seconds
        self._counts: dict[tuple, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        if (kind := kind_of(record)) is None:
            return True
        with self._lock:
            left_out = self._over()
            since, count = self._counts.get(kind, (time.time(), 0))
            self._counts[kind] = (since, count + 1)
        if count >= self.number:
            return False
        notes = [f"{number} more of {name} were not written" for name, number in left_out]
        if count == self.number - 1:
            notes.append("more like this are counted, not written")
        if notes:
            record.msg, record.args = f"{record.getMessage()} [{'; '.join(notes)}]", ()
        return True

    def _over(self) -> list[tuple[str, int]]:
        """The kinds whose time is over, and how many of each were left out; counted anew now."""
        oldest = time.time() - self.seconds
        over = [kind for kind, (since, _count) in self._counts.items() if since <= oldest]
        counts = {kind: self._counts.pop(kind)[1] - self.number for kind in over}
        return [(kind[0], number) for kind, number in counts.items() if number > 0]


def kind_of(record: logging.LogRecord) -> tuple | None:
    """What makes records alike; None for what no visitor causes."""
    if not record.name.startswith(("django.request", "django.security", "gunicorn")):
        return None
    if not record.exc_info or not record.exc_info[2]:
        return record.msg.partition(":")[0], record.name, record.levelno
    trace = record.exc_info[2]
    while trace.tb_next:
        trace = trace.tb_next
    place = trace.tb_frame.f_code.co_filename, trace.tb_lineno
    return type(record.exc_info[1]).__name__, *place


def without_secrets(words: str) -> str:
    return QUOTED_ROW.sub("DETAIL: …", SECRET.sub("…", words))


class WithoutSecrets(logging.Filter):
    """For handlers: every record that passes is written without secrets, its traceback too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True
