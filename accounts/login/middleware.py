from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from accounts.login.sessions import session_of


class ExtendSessionMiddleware:
    """Sessions end after half an hour of inactivity. This extends them at each request that uses
    them, with at most one write a minute. Visitors have no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = session_of(request)
        if session.accessed and SESSION_KEY in session and session.needs_extension:
            session.modified = True
        return response
