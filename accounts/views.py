"""The way in and "my account". Each step is a page that works without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import carrying, devices, safety, second_factor, signing_in
from accounts.forms import AppCodeForm, CodeForm, PasswordForm, SignInForm
from accounts.models import Entry, Session
from accounts.signing_in import Refused
from gate.addresses import comes_from_here

# How many of the latest lines of the record its owner sees.
LINES = 10

# Pages on which nobody writes anything worth keeping.
STEPS = {"login", "login-code", "login-set-up"}

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


def page(request: HttpRequest, name: str, title: str, *, status: int = 200, **context):
    """A page in the frame of the desk; see `templates/accounts/`."""
    frame = admin.site.each_context(request) | {"title": title, "onward": Onward.of(request)}
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


def asked(request: HttpRequest, name: str, title: str, form: Form, **context) -> HttpResponse:
    """A page with a form. Who must wait is told so in words, and programs in a header."""
    wait = getattr(form, "wait", 0)
    response = page(request, name, title, form=form, status=429 if wait else 200, **context)
    if wait:
        response["Retry-After"] = wait
    return response


# The way in.


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
        return page(request, "code", _("Second factor"), form=CodeForm())
    return set_up_page(request, user, AppCodeForm(), is_first=True)


@never_cache
@sensitive_post_parameters()
@asks
def give_code(request: HttpRequest) -> HttpResponse:
    """The second step, for who has a second factor."""
    user = signing_in.halfway(request)
    if user is None or not second_factor.is_on(user):
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if tried(form, partial(signing_in.prove, request, user)):
        return entered(request, user)
    return asked(request, "code", _("Second factor"), form)


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


def set_up_page(request: HttpRequest, user, form: Form, *, is_first: bool) -> HttpResponse:
    key = signing_in.offered_key(request)
    address = second_factor.app_address(user, key)
    return asked(
        request,
        "set_up",
        _("Set up the second factor"),
        form,
        app_address=address,
        picture=second_factor.qr_code(address),
        key=second_factor.in_groups(key),
        is_first=is_first,
        replaces=not is_first and second_factor.is_on(user),
    )


def codes_page(request: HttpRequest, codes: list[str], **context) -> HttpResponse:
    return page(request, "codes", _("Your recovery codes"), codes=codes, **context)


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


# Asking again.


@never_cache
def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    onward, form = Onward.to(request), confirm_form(request)
    return page(request, "confirm", _("Confirm that it is you"), form=form, onward=onward)


@never_cache
@sensitive_post_parameters()
@asks
def confirm(request: HttpRequest) -> HttpResponse:
    form = confirm_form(request)
    if tried(form, partial(confirmed, request)):
        return Onward.of(request).response(request)
    return asked(request, "confirm", _("Confirm that it is you"), form)


def confirm_form(request: HttpRequest) -> Form:
    """A code from who has a second factor, else the password."""
    form = CodeForm if second_factor.is_on(request.user) else PasswordForm
    is_sent = request.method == "POST" and request.resolver_match.url_name == "confirm"
    return form(request.POST if is_sent else None)


def confirmed(request: HttpRequest, code: str = "", password: str = "") -> bool:
    if code:
        signing_in.prove(request, request.user, code)
    else:
        signing_in.prove_password(request, request.user, password)
    request.session.confirm()
    return True


# My account. What changes it asks for confirmation first; see `network.desk`.


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    factor = getattr(user, "second_factor", None)
    sessions = Session.objects.current().filter(account=user).order_by("-expire_date")
    return page(
        request,
        "account",
        _("My account"),
        factor=factor,
        codes_left=user.recovery_codes.count() if factor else 0,
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
    form = PasswordChangeForm(request.user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        safety.password_changed(request.user, session=request.session)
        messages.success(request, _("Your password is changed; other places are logged out."))
        return redirect("admin:account")
    return asked(request, "password", _("Change password"), form)
