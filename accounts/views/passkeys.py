"""Passkeys: logging in, confirming, adding, renaming, removing. `static/js/passkeys.js` asks for
the options and fills in the answer; the forms themselves are sent as any other."""

from functools import partial

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import passkeys, safety, second_factor, signing_in
from accounts.confirming import is_fresh
from accounts.forms import (
    AppCodeForm,
    NewPasskeyForm,
    PasskeyForm,
    PasskeyNameForm,
    SignInForm,
)
from accounts.signing_in import Refused
from accounts.views.confirming import confirm_form
from accounts.views.frame import (
    Onward,
    asked,
    asks,
    code_form,
    codes_page,
    set_up_page,
    tried,
)
from accounts.views.signing_in import entered


@never_cache
@require_POST
def request_options(request: HttpRequest) -> HttpResponse:
    """What the browser is to ask of a passkey: of whoever is known already, or of anybody."""
    owner = request.user if is_signed_in(request) else signing_in.halfway(request)
    return options(request, partial(signing_in.passkey_question, request, owner))


@never_cache
@require_POST
def creation_options(request: HttpRequest) -> HttpResponse:
    """What the browser is to make: for who is signed in and has confirmed it, and on the way in for
    who has no second factor yet."""
    owner = who_may_add(request)
    if owner is None:
        said = _("Too much time has passed. Load the page again.")
        return JsonResponse({"error": said}, status=403)
    return options(request, partial(passkeys.creation_options, request, owner))


def options(request: HttpRequest, ask) -> HttpResponse:
    if not passkeys.can_be_used(request):
        return JsonResponse({"error": _("Passkeys do not work at this address.")}, status=400)
    try:
        return JsonResponse(ask())
    except Refused as refusal:
        response = JsonResponse({"error": refusal.words}, status=429)
        response["Retry-After"] = int(refusal.wait.total_seconds()) + 1
        return response


def is_signed_in(request: HttpRequest) -> bool:
    return admin.site.has_permission(request)


def who_may_add(request: HttpRequest):
    if is_signed_in(request):
        return request.user if is_fresh(request) else None
    user = signing_in.halfway(request)
    return user if user and not second_factor.is_on(user) else None


@never_cache
@sensitive_post_parameters()
@asks
def sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey in place of password and code; after the password, in place of the code."""
    if request.method != "POST":
        return redirect("admin:login")
    owner = signing_in.halfway(request)
    form = PasskeyForm(request.POST)
    if user := tried(form, partial(signing_in.recognise_passkey, request, owner=owner)):
        return entered(request, user)
    if owner and second_factor.is_on(owner):
        return asked(request, "code", _("Second factor"), code_form(owner), form, owner=owner)
    return asked(request, "sign_in", _("Log in"), SignInForm(), form)


@never_cache
@sensitive_post_parameters()
@asks
def set_up_first(request: HttpRequest) -> HttpResponse:
    """The second step, with a passkey as the first second factor."""
    user = signing_in.halfway(request)
    if user is None or second_factor.is_on(user):
        return redirect("admin:login")
    form = NewPasskeyForm(request.POST or None)
    codes = tried(form, partial(signing_in.add_passkey, request, user))
    if codes is not None:
        return entered(request, user, codes)
    return set_up_page(request, user, AppCodeForm(), form, is_first=True)


@never_cache
@sensitive_post_parameters()
@asks
def confirm(request: HttpRequest) -> HttpResponse:
    """A passkey in place of a code, when it is asked again who is there."""
    form = PasskeyForm(request.POST or None)
    if tried(form, partial(signing_in.recognise_passkey, request, owner=request.user)):
        request.session.confirm()
        return Onward.of(request).response(request)
    title = _("Confirm that it is you")
    return asked(request, "confirm", title, confirm_form(request), form, owner=request.user)


@never_cache
@sensitive_post_parameters()
@asks
def add(request: HttpRequest) -> HttpResponse:
    form = NewPasskeyForm(request.POST or None)
    codes = tried(form, partial(signing_in.add_passkey, request, request.user))
    if codes:
        return codes_page(request, codes, address=reverse("admin:account"))
    if codes is not None:
        messages.success(request, _("The passkey is added. You can log in with it from now on."))
        return redirect("admin:account")
    address = passkeys.origin() + request.path
    title = _("Add a passkey")
    return asked(request, "passkey_add", title, form, form, passkey_address=address)


@never_cache
@asks
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a passkey; from here it is removed, too."""
    passkey = get_object_or_404(request.user.passkeys, pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.name})
    if form.is_valid():
        request.user.passkeys.filter(pk=pk).update(name=form.cleaned_data["name"])
        messages.success(request, _("The passkey has its new name."))
        return redirect("admin:account")
    title = _("Passkey: {name}").format(name=passkey.name)
    return asked(request, "passkey", title, form, passkey=passkey)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    passkey = get_object_or_404(request.user.passkeys, pk=pk)
    if safety.remove_passkey(passkey, session=request.session):
        messages.success(request, _("The passkey is removed; other places are logged out."))
    else:
        messages.error(request, _("Set up an app or another passkey first: this is your only one."))
    return redirect("admin:account")
