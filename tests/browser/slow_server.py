"""A server that hesitates: before each answer, before each script, and in the middle of each page.

It shows which tests ask before the page has come, and would fail on a busy machine one day:

    python -m pytest -p tests.browser.slow_server tests/browser
"""

import random
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

LONGEST = 0.5
"""Seconds before an answer, and between the pieces of a page."""

SLOW_SCRIPTS = 0.25
"""The share of scripts that are late; if all were, the tests would take an hour."""

PUBLIC_FILES = ("/static/", "/media/")
TEST_CLIENT = "testserver"


def pytest_configure():
    settings.MIDDLEWARE = [f"{__name__}.Hesitation", *settings.MIDDLEWARE]
    StaticFilesHandlerMixin.serve = after_a_while(StaticFilesHandlerMixin.serve)


def after_a_while(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A script that comes when somebody has begun to type."""

    def late(handler: StaticFilesHandlerMixin, request: HttpRequest) -> HttpResponse:
        if request.path.endswith(".js") and random.random() < SLOW_SCRIPTS:  # noqa: S311
            hesitate()
        return serve(handler, request)

    return late


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
