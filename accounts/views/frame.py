"""What all pages of accounts have in common: their frame, their forms, and where they lead on to.
Each is a step that works without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.contrib import admin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import carrying, passkeys, second_factor, signing_in
from accounts.forms import CodeForm, PasskeyNameForm, RecoveryCodeForm
from accounts.signing_in import Refused
from network.codes import in_groups

asks = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Onward:
    """Where somebody was going, and what they had sent; handed from page to page."""

    next: str = ""
    kept: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Onward":
        said = request.POST if request.method == "POST" else request.GET
        return cls(said.get("next", ""), request.POST.get("kept", ""))

    @classmethod
    def to(cls, request: HttpRequest) -> "Onward":
        """To the page that is being asked for, and with what is being sent to it."""
        kept = carrying.pack(request) if request.method == "POST" else ""
        return cls(request.get_full_path(), kept)

    def address(self, request: HttpRequest) -> str:
        """Never to somebody else's site."""
        is_ours = url_has_allowed_host_and_scheme(
            self.next, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return self.next if is_ours else reverse("admin:index")

    def response(self, request: HttpRequest) -> HttpResponse:
        """On to where somebody was going; what they had sent is offered to be sent now."""
        if carried := carrying.unpack(self.kept, request.user):
            return page(request, "carry_on", _("Go on where you were"), carried=carried)
        return redirect(self.address(request))


def page(
    request: HttpRequest, name: str, title: str, *, owner=None, status: int = 200, **context
) -> HttpResponse:
    """A page in the frame of the desk; see `templates/accounts/`. A passkey is offered where it can
    be used: to `owner`, where this is about somebody, only if they have one."""
    has_one = owner is None or context.get("passkey_form") or owner.passkeys.exists()
    frame = admin.site.each_context(request) | {
        "title": title,
        "onward": Onward.of(request),
        "offers_passkey": bool(has_one) and passkeys.can_be_used(request),
    }
    return render(request, f"accounts/{name}.html", frame | context, status=status)


def tried(form: Form, attempt: Callable):
    """What an attempt gives, or None and its refusal at the form."""
    if not form.is_valid():
        return None
    try:
        return attempt(**form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.words)
        form.wait = ceil(refusal.wait.total_seconds())
        return None


def asked(
    request: HttpRequest,
    name: str,
    title: str,
    form: Form,
    passkey_form: Form | None = None,
    **context,
) -> HttpResponse:
    """A page with a form, and perhaps one for a passkey in its place. Who must wait is told so in
    words, and programs in a header."""
    wait = max(getattr(one, "wait", 0) for one in (form, passkey_form))
    context |= {"form": form, "passkey_form": passkey_form}
    response = page(request, name, title, status=429 if wait else 200, **context)
    if wait:
        response["Retry-After"] = wait
    return response


def code_form(user, data=None) -> Form:
    """For a code of the app or a recovery code; without an app, for a recovery code."""
    return (CodeForm if second_factor.has_app(user) else RecoveryCodeForm)(data)


def set_up_page(
    request: HttpRequest, user, form: Form, passkey_form: Form | None = None, *, is_first: bool
) -> HttpResponse:
    key = signing_in.offered_key(request)
    address = second_factor.app_address(user, key)
    return asked(
        request,
        "set_up",
        _("Set up the second factor"),
        form,
        passkey_form or (PasskeyNameForm() if is_first else None),
        app_address=address,
        picture=second_factor.qr_code(address),
        key=in_groups(key),
        is_first=is_first,
        replaces=not is_first and second_factor.has_app(user),
        stands_beside=not is_first and user.passkeys.exists(),
    )


def codes_page(request: HttpRequest, codes: list[str], **context) -> HttpResponse:
    return page(request, "codes", _("Your recovery codes"), codes=codes, **context)
