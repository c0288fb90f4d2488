"""For forms that anybody may send: `class ReportForm(Guarded, forms.ModelForm)`.

The page prints `{% include "gate/_gate.html" %}` inside its `<form>`, its view is `@guarded`.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gate.keeping import Gate
from network.models import PublicPart

# Words only. A form with files says how much it takes.
FORM_SIZE = 2 * 1024 * 1024


class Guarded:
    """A form that passes the gate; what the gate says stands above it."""

    def __init__(self, *args, gate: Gate, **kwargs):
        super().__init__(*args, **kwargs)
        self.gate = gate

    def full_clean(self):
        super().full_clean()
        if self.is_bound and (refusal := self.gate.check(is_valid=not self._errors)):
            self.add_error(None, refusal.words)


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "gate/closed.html", status=503)


def guarded(
    form: str,
    part: PublicPart,
    size: int = FORM_SIZE,
    *,
    may_come_again: bool = False,
    closed: Callable[[HttpRequest], HttpResponse] = closed,
) -> Callable:
    """For views that show and take one form: `view(request, gate, …)`.

    The gate is closed in front of a reader while that part of the site is closed, and `closed` says
    so; who has a filled in form in the hand gets it back. No cookie is needed: a browser says
    whether a form came from a page of ours (`gate.addresses.comes_from_here`), and none of these
    views asks who is logged in.
    """

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if int(request.META.get("CONTENT_LENGTH") or 0) > size:
                raise RequestDataTooBig
            gate = Gate(request, form, part, may_come_again=may_come_again)
            if gate.is_closed and request.method != "POST":
                response = closed(request)
            else:
                response = view(request, gate, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            add_never_cache_headers(response)
            return response

        return kept

    return decorate
