"""Asking for the password again before actions that cannot be undone or disclose data: somebody who
finds an unlocked screen must not be able to delete, to export or to change accounts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.limits_and_periods import REAUTHENTICATION_LIFETIME
from accounts.login.sessions import session_of
from accounts.views.reauthentication import show_reauthentication_page
from cms.admin.requires_reauthentication import is_required


def is_recently_authenticated(request: HttpRequest) -> bool:
    session = session_of(request)
    # Asking for the key loads the session.
    if SESSION_KEY not in session or session.reauthenticated_at is None:
        return False
    return session.reauthenticated_at > timezone.now() - REAUTHENTICATION_LIFETIME


def reauthenticate_if_required(view: Callable) -> Callable:
    """Decorator: asks for the password before views that require it; see
    `cms.admin.requires_reauthentication`."""

    @wraps(view)
    def reauthenticated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_required(view, request, *args, **kwargs) and not is_recently_authenticated(request):
            return show_reauthentication_page(request)
        return view(request, *args, **kwargs)

    return reauthenticated
