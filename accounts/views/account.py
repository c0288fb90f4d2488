"""My account. Views that change it require reauthentication."""

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

from accounts import account_security
from accounts.credentials import second_factor
from accounts.forms import AppCodeForm, OwnPasswordForm
from accounts.limits_and_periods import MAX_EVENTS_SHOWN
from accounts.login import login_steps
from accounts.models import LoginSession, SecurityEvent
from accounts.views.form_pages import (
    accounts_page,
    allow_get_and_post,
    codes_page,
    form_page,
    set_up_page,
    submit,
)
from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    factor, passkeys = getattr(user, "second_factor", None), user.passkeys.all()
    sessions = LoginSession.objects.current().filter(account=user).order_by("-expire_date")
    return accounts_page(
        request,
        "account/overview",
        _("My account"),
        factor=factor,
        passkeys=passkeys,
        codes_left=user.recovery_codes.count(),
        is_required=settings.SECOND_FACTOR_REQUIRED,
        sessions=sessions,
        own_key=request.session.session_key,
        entries=SecurityEvent.objects.filter(account=user)[:MAX_EVENTS_SHOWN],
    )


@requires_reauthentication
@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """A first app, or another one, which replaces the old one."""
    user = authenticated_user(request)
    form = AppCodeForm(request.POST or None)
    if codes := submit(form, partial(login_steps.set_up_app, request, user)):
        return codes_page(request, codes, address=reverse("admin:account"))
    return set_up_page(request, user, form, is_first=False)


@requires_reauthentication
@never_cache
@require_POST
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    if not second_factor.is_enabled(user):
        return redirect("admin:account")
    return codes_page(
        request,
        account_security.renew_recovery_codes(user),
        address=reverse("admin:account"),
    )


@requires_reauthentication
@require_POST
def disable_second_factor(request: HttpRequest) -> HttpResponse:
    """Only where a second factor is optional."""
    if not settings.SECOND_FACTOR_REQUIRED and account_security.remove_second_factor(
        authenticated_user(request), session=request.session
    ):
        messages.success(request, _("You now log in with your password alone."))
    return redirect("admin:account")


@require_POST
def log_out_other_sessions(request: HttpRequest) -> HttpResponse:
    number = account_security.log_out_other_sessions(
        authenticated_user(request), session=request.session
    )
    message = ngettext(
        "Logged out on {n} other device.", "Logged out on {n} other devices.", number
    )
    messages.success(request, message.format(n=number))
    return redirect("admin:account")


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def change_password(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    form = OwnPasswordForm(user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        account_security.handle_password_change(user, session=request.session)
        messages.success(
            request, _("Your password is changed; you are logged out on all other devices.")
        )
        return redirect("admin:account")
    return form_page(request, "account/password", _("Change password"), form)
