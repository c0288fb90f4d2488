from functools import partial

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.credentials import second_factor
from accounts.forms import AppCodeForm, LoginForm
from accounts.login import devices, login_steps, resubmission
from accounts.views.form_pages import (
    NextPage,
    accounts_page,
    allow_get_and_post,
    code_form,
    codes_page,
    form_page,
    set_up_page,
    submit,
)
from spam.client_ip import is_same_origin

# Pages without input worth saving.
LOGIN_VIEWS = {
    "admin:login",
    "admin:login-code",
    "admin:login-set-up",
    "admin:login-passkey",
    "admin:login-set-up-passkey",
}


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def log_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and admin.site.has_permission(request):
        return redirect("admin:index")
    form = LoginForm(request.POST or None)
    if user := submit(form, partial(login_steps.authenticate_password, request)):
        login_steps.start_second_step(request, user)
        return next_step(request, user)
    return form_page(request, "login", _("Log in"), form)


@never_cache
def show_login_page(request: HttpRequest) -> HttpResponse:
    """Instead of the requested page; keeps the submitted form."""
    return accounts_page(
        request,
        "login",
        _("Log in"),
        form=LoginForm(),
        next_page=NextPage.for_this_page(request),
    )


def next_step(request: HttpRequest, user: User) -> HttpResponse:
    if login_steps.needs_no_second_factor(user):
        return logged_in(request, user)
    if second_factor.is_enabled(user):
        return accounts_page(
            request, "second_factor", _("Second factor"), form=code_form(user), owner=user
        )
    return set_up_page(request, user, AppCodeForm(), is_first=True)


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def enter_code(request: HttpRequest) -> HttpResponse:
    user = login_steps.pending_user(request)
    if user is None or not second_factor.is_enabled(user):
        return redirect("admin:login")
    form = code_form(user, request.POST or None)
    if submit(form, partial(login_steps.check_code, request, user)):
        return logged_in(request, user)
    return form_page(request, "second_factor", _("Second factor"), form, owner=user)


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def set_up_at_login(request: HttpRequest) -> HttpResponse:
    """For accounts without a second factor. An account that has one cannot add another here."""
    user = login_steps.pending_user(request)
    if user is None or second_factor.is_enabled(user):
        return redirect("admin:login")
    form = AppCodeForm(request.POST or None)
    if codes := submit(form, partial(login_steps.set_up_app, request, user)):
        return logged_in(request, user, codes)
    return set_up_page(request, user, form, is_first=True)


def logged_in(request: HttpRequest, user: User, codes: list[str] | None = None) -> HttpResponse:
    token = login_steps.finish_login(request, user)
    next_page = NextPage.from_request(request)
    if codes:
        saved_post = resubmission.unpack_post(next_page.saved_post, user)
        address = next_page.url(request)
        response = codes_page(request, codes, saved_post=saved_post, address=address)
    else:
        response = next_page.response(request)
    devices.set_device_cookie(response, user, token)
    return response


@never_cache
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An admin form with an outdated token, because somebody logged in again in another window: it
    is offered again with a valid one. Only if the browser says that it came from our page; forms of
    other sites are refused."""
    match = request.resolver_match
    if not match or "admin" not in match.namespaces or not is_confirmed_same_origin(request):
        return csrf.csrf_failure(request, reason)
    if match.view_name in LOGIN_VIEWS:
        return accounts_page(request, "login", _("Log in"), form=LoginForm())
    if not admin.site.has_permission(request):
        return show_login_page(request)
    saved_post = resubmission.unpack_post(NextPage.for_this_page(request).saved_post, request.user)
    return accounts_page(
        request, "resubmit", _("Continue what you were doing"), saved_post=saved_post
    )


def is_confirmed_same_origin(request: HttpRequest) -> bool:
    """Unlike `is_same_origin`, False without a header."""
    says_so = {"Origin", "Sec-Fetch-Site"} & set(request.headers)
    return bool(says_so) and is_same_origin(request)
