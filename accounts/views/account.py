"""My account. What changes it asks for confirmation first; see `network.desk`."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import safety, second_factor, signing_in
from accounts.forms import AppCodeForm, NewPasswordForm
from accounts.models import Entry, Session
from accounts.views.frame import asked, asks, codes_page, page, set_up_page, tried

# How many of the latest lines of the record its owner sees.
LINES = 10


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    factor, passkeys = getattr(user, "second_factor", None), user.passkeys.all()
    sessions = Session.objects.current().filter(account=user).order_by("-expire_date")
    return page(
        request,
        "account",
        _("My account"),
        factor=factor,
        passkeys=passkeys,
        codes_left=user.recovery_codes.count(),
        is_required=settings.SECOND_FACTOR_REQUIRED,
        sessions=sessions,
        own_key=request.session.session_key,
        entries=Entry.objects.filter(account=user)[:LINES],
    )


@never_cache
@sensitive_post_parameters()
@asks
def set_up(request: HttpRequest) -> HttpResponse:
    """A first app, or another one: after that the old one is worth nothing."""
    form = AppCodeForm(request.POST or None)
    if codes := tried(form, partial(signing_in.take_key, request, request.user)):
        return codes_page(request, codes, address=reverse("admin:account"))
    return set_up_page(request, request.user, form, is_first=False)


@never_cache
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    if not second_factor.is_on(request.user):
        return redirect("admin:account")
    return codes_page(request, safety.make_codes(request.user), address=reverse("admin:account"))


@require_POST
def turn_off(request: HttpRequest) -> HttpResponse:
    """Only where nobody insists on a second factor."""
    if not settings.SECOND_FACTOR_REQUIRED and safety.take_off_second_factor(
        request.user, session=request.session
    ):
        messages.success(request, _("Your password alone lets you in now."))
    return redirect("admin:account")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Everywhere but here: whoever has just asked for it is no stranger."""
    number = safety.sign_out_everywhere(request.user, session=request.session)
    said = ngettext("Logged out in {n} other place.", "Logged out in {n} other places.", number)
    messages.success(request, said.format(n=number))
    return redirect("admin:account")


@never_cache
@sensitive_post_parameters()
@asks
def change_password(request: HttpRequest) -> HttpResponse:
    form = NewPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        safety.password_changed(request.user, session=request.session)
        messages.success(request, _("Your password is changed; other places are logged out."))
        return redirect("admin:account")
    return asked(request, "password", _("Change password"), form)
