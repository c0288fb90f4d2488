"""The way in, a page a step: name and password, then the second factor."""

from functools import partial

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import carrying, devices, second_factor, signing_in
from accounts.forms import AppCodeForm, SignInForm
from accounts.views.frame import (
    Onward,
    asked,
    asks,
    code_form,
    codes_page,
    page,
    set_up_page,
    tried,
)
from gate.addresses import comes_from_here

# Pages on which nobody writes anything worth keeping.
STEPS = {"login", "login-code", "login-set-up", "login-passkey", "login-set-up-passkey"}


@never_cache
@sensitive_post_parameters()
@asks
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: name and password."""
    if request.method != "POST" and admin.site.has_permission(request):
        return redirect("admin:index")
    form = SignInForm(request.POST or None)
    if user := tried(form, partial(signing_in.recognise, request)):
        signing_in.begin(request, user)
        return next_step(request, user)
    return asked(request, "sign_in", _("Log in"), form)


@never_cache
def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """In place of what was asked for, and with what was sent."""
    return page(request, "sign_in", _("Log in"), form=SignInForm(), onward=Onward.to(request))


def next_step(request: HttpRequest, user) -> HttpResponse:
    """Whoever has given a password goes on with the second factor, or sets one up."""
    if signing_in.may_enter_at_once(user):
        return entered(request, user)
    if second_factor.is_on(user):
        return page(request, "code", _("Second factor"), form=code_form(user), owner=user)
    return set_up_page(request, user, AppCodeForm(), is_first=True)


@never_cache
@sensitive_post_parameters()
@asks
def give_code(request: HttpRequest) -> HttpResponse:
    """The second step, for who has a second factor."""
    user = signing_in.halfway(request)
    if user is None or not second_factor.is_on(user):
        return redirect("admin:login")
    form = code_form(user, request.POST or None)
    if tried(form, partial(signing_in.prove, request, user)):
        return entered(request, user)
    return asked(request, "code", _("Second factor"), form, owner=user)


@never_cache
@sensitive_post_parameters()
@asks
def set_up_first(request: HttpRequest) -> HttpResponse:
    """The second step, for who has none yet. Who has one cannot get another by this door."""
    user = signing_in.halfway(request)
    if user is None or second_factor.is_on(user):
        return redirect("admin:login")
    form = AppCodeForm(request.POST or None)
    if codes := tried(form, partial(signing_in.take_key, request, user)):
        return entered(request, user, codes)
    return set_up_page(request, user, form, is_first=True)


def entered(request: HttpRequest, user, codes: list[str] | None = None) -> HttpResponse:
    """In, and on; new recovery codes are shown first, this once."""
    token = signing_in.finish(request, user)
    onward = Onward.of(request)
    if codes:
        carried = carrying.unpack(onward.kept, user)
        address = onward.address(request)
        response = codes_page(request, codes, carried=carried, address=address)
    else:
        response = onward.response(request)
    devices.give_cookie(response, user, token)
    return response


@never_cache
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the desk whose token is out of date, because somebody logged in anew in another
    window: it is offered again with a good one. Only when the browser itself says that it came
    from a page of ours; what another site sends is refused as ever."""
    match = request.resolver_match
    if "admin" not in match.namespaces or not is_said_to_come_from_here(request):
        return csrf.csrf_failure(request, reason)
    if match.url_name in STEPS:
        return page(request, "sign_in", _("Log in"), form=SignInForm())
    if not admin.site.has_permission(request):
        return ask_to_sign_in(request)
    carried = carrying.unpack(Onward.to(request).kept, request.user)
    return page(request, "carry_on", _("Go on where you were"), carried=carried)


def is_said_to_come_from_here(request: HttpRequest) -> bool:
    """No word about it, as from a program that is no browser, is no yes."""
    says_so = {"Origin", "Sec-Fetch-Site"} & set(request.headers)
    return bool(says_so) and comes_from_here(request)
