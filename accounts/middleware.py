"""Whoever does something on the desk stays signed in; half an hour of nothing ends it."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse


class StayAwake:
    """Prolongs the session, written down once a minute at most. Visitors have none, and pages that
    do not ask for it leave it alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if session.accessed and SESSION_KEY in session and session.is_to_be_prolonged:
            session.modified = True
        return response
