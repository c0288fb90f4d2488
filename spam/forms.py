"""For forms that anybody may send: `class ReportForm(SpamCheckedForm, forms.ModelForm)`.

The template includes `spam/_spam_check.html` inside its `<form>`, the view is decorated with
`@spam_checked`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.publishing.noindex import noindex
from network.models import PublicFeature
from spam import limits_and_periods
from spam.form_checks import SpamCheck


class SpamCheckedForm(BaseForm):
    def __init__(self, *args: Any, spam_check: SpamCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spam_check = spam_check

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and (rejection := self.spam_check.check(is_valid=not self.errors)):
            self.add_error(None, rejection.message)


def show_closed_page(request: HttpRequest) -> HttpResponse:
    return render(request, "spam/closed.html", status=503)


def spam_checked(
    form: str,
    part: PublicFeature,
    size: int = limits_and_periods.MAX_FORM_BYTES,
    *,
    allows_resubmission: bool = False,
    closed_page: Callable[[HttpRequest], HttpResponse] = show_closed_page,
) -> Callable:
    """For views that show and process one form: `view(request, spam_check, …)`.

    While that part of the site is closed, `closed_page` is shown instead of an empty form; a
    submitted form is shown again. No CSRF cookie is needed: the browser says whether a form came
    from our page (`spam.client_ip.is_same_origin`), and none of these views depends on a
    login.
    """

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def checked_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if int(request.META.get("CONTENT_LENGTH") or 0) > size:
                raise RequestDataTooBig
            spam_check = SpamCheck(request, form, part, allows_resubmission=allows_resubmission)
            if spam_check.is_closed and request.method != "POST":
                response = closed_page(request)
            else:
                response = view(request, spam_check, *args, **kwargs)
            noindex(response)
            add_never_cache_headers(response)
            return response

        return checked_view

    return decorate
