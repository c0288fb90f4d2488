"""Rendering pages of accounts, submitting their forms, and what follows. All pages work without
JavaScript."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.credentials import passkeys, second_factor
from accounts.forms import (
    PasskeyNameForm,
    RecoveryCodeForm,
    SecondFactorCodeForm,
    ThrottledForm,
)
from accounts.login import login_steps, resubmission
from accounts.login.login_steps import LoginRefusedError
from cms.encryption.readable_codes import hyphenated

Result = TypeVar("Result")

allow_get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class NextPage:
    """The page that was asked for before logging in, and the form that was submitted to it. Passed
    on in hidden fields."""

    next: str = ""
    saved_post: str = ""

    @classmethod
    def from_request(cls, request: HttpRequest) -> "NextPage":
        data = request.POST if request.method == "POST" else request.GET
        return cls(data.get("next", ""), request.POST.get("saved_post", ""))

    @classmethod
    def for_this_page(cls, request: HttpRequest) -> "NextPage":
        saved_post = resubmission.pack_post(request) if request.method == "POST" else ""
        return cls(request.get_full_path(), saved_post)

    def url(self, request: HttpRequest) -> str:
        """Never of another site."""
        is_ours = url_has_allowed_host_and_scheme(
            self.next, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return self.next if is_ours else reverse("admin:index")

    def response(self, request: HttpRequest) -> HttpResponse:
        if saved_post := resubmission.unpack_post(self.saved_post, request.user):
            return accounts_page(
                request, "resubmit", _("Continue what you were doing"), saved_post=saved_post
            )
        return redirect(self.url(request))


def accounts_page(
    request: HttpRequest,
    name: str,
    title: str,
    *,
    owner: User | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of `templates/accounts/` in the admin. A passkey is offered where one can be used: for
    a known `owner` only if they have one."""
    has_passkey = owner is None or context.get("passkey_form") or owner.passkeys.exists()
    shared_context = admin.site.each_context(request) | {
        "title": title,
        "next_page": NextPage.from_request(request),
        "offers_passkey": bool(has_passkey) and passkeys.is_available(request),
    }
    return render(request, f"accounts/{name}.html", shared_context | context, status=status)


def submit(form: ThrottledForm, action: Callable[..., Result]) -> Result | None:
    """The result of calling `action` with the form's data; None, and an error in the form, if it is
    refused."""
    if not form.is_valid():
        return None
    try:
        return action(**form.cleaned_data)
    except LoginRefusedError as error:
        form.add_error(None, error.message)
        form.wait = ceil(error.wait.total_seconds())
        return None


def form_page(
    request: HttpRequest,
    name: str,
    title: str,
    form: Form,
    passkey_form: Form | None = None,
    **context: Any,
) -> HttpResponse:
    """A page with a form, and perhaps one for a passkey instead. If the user has to wait, the
    status is 429."""
    wait = max(getattr(one, "wait", 0) for one in (form, passkey_form))
    context |= {"form": form, "passkey_form": passkey_form}
    response = accounts_page(request, name, title, status=429 if wait else 200, **context)
    if wait:
        response["Retry-After"] = wait
    return response


def code_form(user: User, data: QueryDict | None = None) -> SecondFactorCodeForm:
    return (SecondFactorCodeForm if second_factor.has_app(user) else RecoveryCodeForm)(data)


def set_up_page(
    request: HttpRequest,
    user: User,
    form: Form,
    passkey_form: Form | None = None,
    *,
    is_first: bool,
) -> HttpResponse:
    key = login_steps.offered_totp_key(request)
    address = second_factor.provisioning_uri(user, key)
    return form_page(
        request,
        "set_up_second_factor",
        _("Set up the second factor"),
        form,
        passkey_form or (PasskeyNameForm() if is_first else None),
        app_address=address,
        picture=second_factor.qr_code(address),
        key=hyphenated(key),
        is_first=is_first,
        replaces=not is_first and second_factor.has_app(user),
        stands_beside=not is_first and user.passkeys.exists(),
    )


def codes_page(request: HttpRequest, codes: list[str], **context: Any) -> HttpResponse:
    return accounts_page(
        request, "account/recovery_codes", _("Your recovery codes"), codes=codes, **context
    )
