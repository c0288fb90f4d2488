"""Asking again who is there, in place of what was asked for; see `accounts.confirming`."""

from functools import partial

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import second_factor, signing_in
from accounts.forms import PasswordForm
from accounts.views.frame import Onward, asked, asks, code_form, page, tried


@never_cache
def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    onward, form = Onward.to(request), confirm_form(request)
    title = _("Confirm that it is you")
    return page(request, "confirm", title, owner=request.user, form=form, onward=onward)


@never_cache
@sensitive_post_parameters()
@asks
def confirm(request: HttpRequest) -> HttpResponse:
    form = confirm_form(request)
    if tried(form, partial(confirmed, request)):
        return Onward.of(request).response(request)
    return asked(request, "confirm", _("Confirm that it is you"), form, owner=request.user)


def confirm_form(request: HttpRequest) -> Form:
    """A code from who has a second factor, else the password."""
    is_sent = request.method == "POST" and request.resolver_match.url_name == "confirm"
    sent = request.POST if is_sent else None
    return (
        code_form(request.user, sent) if second_factor.is_on(request.user) else PasswordForm(sent)
    )


def confirmed(request: HttpRequest, code: str = "", password: str = "") -> bool:
    if code:
        signing_in.prove(request, request.user, code)
    else:
        signing_in.prove_password(request, request.user, password)
    request.session.confirm()
    return True
