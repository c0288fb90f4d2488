"""Counts the pages that browsers are sent, those from the cache as well, before Django."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from cms.i18n import languages
from page_views.counter import counter
from page_views.limits_and_periods import MAX_URL_LENGTH
from page_views.sources import source_of

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Every browser's name begins so; programs that read pages say what they are, or are no browser.
BROWSER = re.compile(r"Mozilla/\d")
PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|check|fetch|archive|headless|lighthouse"
    r"|facebookexternalhit|yeti|daum|feed|python|java/|curl|wget|http",
    re.IGNORECASE,
)


class CountPageViews:
    """WSGI middleware around all other. No cookie is read, and no address of a visitor."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_read_by_person(environ):
            return self.application(environ, start_response)

        def count_and_start(status: str, *headers: Any) -> Any:
            # 304: the reader's browser has the page.
            if status.startswith(("200", "304")):
                referrer, host = environ.get("HTTP_REFERER", ""), environ.get("HTTP_HOST", "")
                counter.count(environ["PATH_INFO"], source_of(referrer, host))
                counter.ensure_started()
            return start_response(status, *headers)

        return self.application(environ, count_and_start)


def is_read_by_person(environ: Environ) -> bool:
    """Whether a browser asks for a page, as far as it says so, and not in advance."""
    path, agent = environ.get("PATH_INFO", ""), environ.get("HTTP_USER_AGENT", "")
    purpose = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or ""
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and path[1:].partition("/")[0] in languages.codes()
        and path.isascii()
        and len(path) <= MAX_URL_LENGTH
        and environ.get("HTTP_SEC_FETCH_DEST", "document") == "document"
        and "prefetch" not in purpose
        and BROWSER.match(agent) is not None
        and PROGRAM.search(agent) is None
    )
