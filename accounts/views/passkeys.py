"""Passkeys: logging in, reauthenticating, adding, renaming, removing. `static/js/admin/passkeys.js`
fetches the options and fills in the response; the forms are submitted as any other."""

from collections.abc import Callable
from functools import partial

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import account_security
from accounts.credentials import passkeys, second_factor
from accounts.forms import AppCodeForm, LoginForm, NewPasskeyForm, PasskeyForm, PasskeyNameForm
from accounts.login import login_steps
from accounts.login.login_steps import LoginRefusedError
from accounts.login.reauthentication import is_recently_authenticated
from accounts.login.sessions import session_of
from accounts.views.form_pages import (
    NextPage,
    allow_get_and_post,
    code_form,
    codes_page,
    form_page,
    set_up_page,
    submit,
)
from accounts.views.login import logged_in
from accounts.views.reauthentication import reauthentication_form
from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication


@never_cache
@require_POST
def request_options(request: HttpRequest) -> HttpResponse:
    is_known = admin.site.has_permission(request)
    owner = authenticated_user(request) if is_known else login_steps.pending_user(request)
    return options_response(request, partial(login_steps.passkey_request_options, request, owner))


@never_cache
@require_POST
def creation_options(request: HttpRequest) -> HttpResponse:
    """Options to create a passkey: after reauthentication, and at login for accounts without a
    second factor."""
    owner = user_adding_passkey(request)
    if owner is None:
        message = _("Too much time has passed. Reload the page.")
        return JsonResponse({"error": message}, status=403)
    return options_response(request, partial(passkeys.creation_options, request, owner))


def options_response(request: HttpRequest, make_options: Callable[[], dict]) -> HttpResponse:
    if not passkeys.is_available(request):
        return JsonResponse({"error": _("Passkeys do not work at this address.")}, status=400)
    try:
        return JsonResponse(make_options())
    except LoginRefusedError as error:
        response = JsonResponse({"error": error.message}, status=429)
        response["Retry-After"] = int(error.wait.total_seconds()) + 1
        return response


def user_adding_passkey(request: HttpRequest) -> User | None:
    if admin.site.has_permission(request):
        return authenticated_user(request) if is_recently_authenticated(request) else None
    user = login_steps.pending_user(request)
    return user if user and not second_factor.is_enabled(user) else None


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def log_in(request: HttpRequest) -> HttpResponse:
    """A passkey instead of password and code; after the password, instead of the code."""
    if request.method != "POST":
        return redirect("admin:login")
    owner = login_steps.pending_user(request)
    form = PasskeyForm(request.POST)
    if user := submit(form, partial(login_steps.authenticate_passkey, request, owner=owner)):
        return logged_in(request, user)
    if owner and second_factor.is_enabled(owner):
        return form_page(
            request, "second_factor", _("Second factor"), code_form(owner), form, owner=owner
        )
    return form_page(request, "login", _("Log in"), LoginForm(), form)


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def set_up_at_login(request: HttpRequest) -> HttpResponse:
    user = login_steps.pending_user(request)
    if user is None or second_factor.is_enabled(user):
        return redirect("admin:login")
    form = NewPasskeyForm(request.POST or None)
    codes = submit(form, partial(login_steps.add_passkey, request, user))
    if codes is not None:
        return logged_in(request, user, codes)
    return set_up_page(request, user, AppCodeForm(), form, is_first=True)


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def reauthenticate(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    form = PasskeyForm(request.POST or None)
    if submit(form, partial(login_steps.authenticate_passkey, request, owner=user)):
        session_of(request).mark_reauthenticated()
        return NextPage.from_request(request).response(request)
    title = _("Confirm that it is you")
    return form_page(
        request, "reauthentication", title, reauthentication_form(user), form, owner=user
    )


@requires_reauthentication
@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = NewPasskeyForm(request.POST or None)
    codes = submit(form, partial(login_steps.add_passkey, request, authenticated_user(request)))
    if codes:
        return codes_page(request, codes, address=reverse("admin:account"))
    if codes is not None:
        messages.success(request, _("The passkey is added. You can log in with it from now on."))
        return redirect("admin:account")
    address = passkeys.origin() + request.path
    title = _("Add a passkey")
    return form_page(request, "account/passkey_add", title, form, form, passkey_address=address)


@requires_reauthentication
@never_cache
@allow_get_and_post
def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """The page also has the button that removes the passkey."""
    passkeys_of_user = authenticated_user(request).passkeys
    passkey = get_object_or_404(passkeys_of_user, pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.name})
    if form.is_valid():
        passkeys_of_user.filter(pk=pk).update(name=form.cleaned_data["name"])
        messages.success(request, _("The passkey has been renamed."))
        return redirect("admin:account")
    title = _("Passkey: {name}").format(name=passkey.name)
    return form_page(request, "account/passkey", title, form, passkey=passkey)


@requires_reauthentication
@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    passkey = get_object_or_404(authenticated_user(request).passkeys, pk=pk)
    if account_security.remove_passkey(passkey, session=request.session):
        messages.success(
            request, _("The passkey is removed; you are logged out on all other devices.")
        )
    else:
        messages.error(request, _("Set up an app or another passkey first: this is your only one."))
    return redirect("admin:account")
