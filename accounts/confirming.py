"""Asking again, before what cannot be undone or gives something away: whoever finds a desk left
open must not be able to delete, to export, or to make themselves at home."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.views.confirming import ask_to_confirm

FRESH_FOR = timedelta(minutes=10)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the owner of the session gave a password or a code a short while ago."""
    since = timezone.now() - FRESH_FOR
    return SESSION_KEY in request.session and request.session.confirmed_at > since


def confirmed(view: Callable, is_asked: Callable[[HttpRequest], bool]) -> Callable:
    """A view that asks again for whatever `is_asked` says so of."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if is_asked(request) and not is_fresh(request):
            return ask_to_confirm(request)
        return view(request, *args, **kwargs)

    return kept
