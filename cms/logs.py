"""Filters that keep secrets and noise out of the logs.

Secrets are the parts of URLs that open something without a password, and rows that the database
quotes in errors. Invalid requests of visitors are logged on one line each, up to a limit. Errors of
the program keep their traceback.

The filters belong to handlers, in the order `OneLineFilter`, `RateLimitFilter`,
`RedactSecretsFilter`.
"""

import logging
import re
import threading
import time
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from cms.queries.database_availability import is_database_unavailable

# Errors that the client of a request causes.
CLIENT_ERRORS = (
    BadRequest,
    Http404,
    MultiPartParserError,
    PermissionDenied,
    SuspiciousOperation,
    UnreadablePostError,
)
MAX_PATH_LENGTH = 200
# Control characters and line ends, which could forge lines of the log.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# "Invalid request from ip=203.0.113.9: Invalid HTTP Version" is what gunicorn writes.
CLIENT_ADDRESS = re.compile(r"\bip=\S+(?=:\s)")

# Secrets are long and contain a capital letter; slugs of articles and members contain none. The
# shortest is the code of a concern, with or without its hyphens.
SECRET = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w.:=-]{16,}")
# "Failing row contains (Han, han@example.org, …)": a value may have any number of lines.
QUOTED_ROW = re.compile(
    r"^DETAIL: .*?(?=\n\n(?:The above|During handling of the above) exception|\Z)",
    re.MULTILINE | re.DOTALL,
)


class OneLineFilter(logging.Filter):
    """Logs an invalid request on one line: the error, the method and the path.

    Its message may contain anything that the visitor sent, and its traceback leads to no mistake of
    ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        # Handlers share a record: do not process it twice.
        if not hasattr(record, "is_one_line") and is_client_error(record):
            record.is_one_line = True
            record.msg, record.args = client_error_line(record), ()
            record.exc_info = record.exc_text = record.stack_info = None
        record.msg = (
            CLIENT_ADDRESS.sub("…", record.msg) if isinstance(record.msg, str) else record.msg
        )
        return True


def is_client_error(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        # While the database is unavailable, each request would log the same traceback.
        return isinstance(error, CLIENT_ERRORS) or is_database_unavailable(error)
    is_answer = isinstance(getattr(record, "request", None), HttpRequest)
    return is_answer and getattr(record, "status_code", 500) < 500


def client_error_line(record: logging.LogRecord) -> str:
    request, name = getattr(record, "request", None), error_name(record)
    if not isinstance(request, HttpRequest):
        return name
    path = CONTROL_CHARACTERS.sub("�", request.path[:MAX_PATH_LENGTH])
    return f"{name}: {request.method} {path}"


def error_name(record: logging.LogRecord) -> str:
    """The name of the exception, or of the HTTP status. For a CSRF failure with the reason, which
    tells an operator what is configured wrongly."""
    if record.exc_info and record.exc_info[1]:
        return type(record.exc_info[1]).__name__
    status = getattr(record, "status_code", 400)
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else str(status)
    if record.name == "django.security.csrf" and isinstance(record.args, tuple) and record.args:
        return f"{phrase} ({str(record.args[0]).partition(' - ')[0]})"
    return phrase


class RateLimitFilter(logging.Filter):
    """Passes at most `max_records` of a group per period and then logs how many more there were, so
    that nobody can fill the disk with invalid requests.

    Groups are few: an exception and the line of code where it was raised, or a status. Records that
    are not about a request always pass.
    """

    def __init__(self, max_records: int = 10, period_seconds: float = 60) -> None:
        super().__init__()
        self.max_records, self.period_seconds = max_records, period_seconds
        self._counts: dict[tuple, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        if (kind := grouping_key(record)) is None:
            return True
        with self._lock:
            suppressed = self._expired_groups()
            since, count = self._counts.get(kind, (time.time(), 0))
            self._counts[kind] = (since, count + 1)
        if count >= self.max_records:
            return False
        notes = [f"{number} more of {name} were not written" for name, number in suppressed]
        if count == self.max_records - 1:
            notes.append("more like this are counted, not written")
        if notes:
            record.msg, record.args = f"{record.getMessage()} [{'; '.join(notes)}]", ()
        return True

    def _expired_groups(self) -> list[tuple[str, int]]:
        """The groups whose period is over, and how many records of each were suppressed."""
        oldest = time.time() - self.period_seconds
        over = [kind for kind, (since, _count) in self._counts.items() if since <= oldest]
        counts = {kind: self._counts.pop(kind)[1] - self.max_records for kind in over}
        return [(kind[0], number) for kind, number in counts.items() if number > 0]


def grouping_key(record: logging.LogRecord) -> tuple | None:
    """None for records that no visitor causes."""
    if not record.name.startswith(("django.request", "django.security", "gunicorn")):
        return None
    if not record.exc_info or not record.exc_info[2]:
        return record.msg.partition(":")[0], record.name, record.levelno
    trace = record.exc_info[2]
    while trace.tb_next:
        trace = trace.tb_next
    place = trace.tb_frame.f_code.co_filename, trace.tb_lineno
    return type(record.exc_info[1]).__name__, *place


def redact_secrets(text: str) -> str:
    return QUOTED_ROW.sub("DETAIL: …", SECRET.sub("…", text))


class RedactSecretsFilter(logging.Filter):
    """For handlers: redacts messages and tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact_secrets(record.exc_text)
        return True
