"""A server that hesitates: before each answer, and in the middle of each page.

It shows which tests ask before the page has come, and would fail on a busy machine one day:

    python -m pytest -p tests.browser.hesitating tests/browser
"""

import random
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

LONGEST = 0.5
"""Seconds before an answer, and between the pieces of a page."""

PUBLIC_FILES = ("/static/", "/media/")
TEST_CLIENT = "testserver"


def pytest_configure():
    settings.MIDDLEWARE = [f"{__name__}.Hesitation", *settings.MIDDLEWARE]


class Hesitation:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.META["SERVER_NAME"] == TEST_CLIENT or request.path.startswith(PUBLIC_FILES):
            return answer
        hesitate()
        if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
            return answer
        return in_pieces(answer)


def in_pieces(whole: HttpResponse) -> StreamingHttpResponse:
    pieces = StreamingHttpResponse(slowly(whole.content), status=whole.status_code)
    pieces.headers, pieces.cookies = whole.headers, whole.cookies
    return pieces


def slowly(page: bytes) -> Iterator[bytes]:
    """A first byte, so that the browser leaves the old page, then one half and the other."""
    middle = len(page) // 2
    for piece in (page[:1], page[1:middle], page[middle:]):
        yield piece
        hesitate()


def hesitate() -> None:
    time.sleep(random.uniform(0, LONGEST))  # noqa: S311
