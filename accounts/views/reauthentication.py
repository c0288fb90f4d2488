from functools import partial

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.credentials import second_factor
from accounts.forms import PasswordForm, ThrottledForm
from accounts.login import login_steps
from accounts.login.sessions import session_of
from accounts.views.form_pages import (
    NextPage,
    accounts_page,
    allow_get_and_post,
    code_form,
    form_page,
    submit,
)
from cms.admin.permissions import authenticated_user


@never_cache
def show_reauthentication_page(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    return accounts_page(
        request,
        "reauthentication",
        _("Confirm that it is you"),
        owner=user,
        form=reauthentication_form(user),
        next_page=NextPage.for_this_page(request),
    )


@never_cache
@sensitive_post_parameters()
@allow_get_and_post
def reauthenticate(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    form = reauthentication_form(user, request.POST if request.method == "POST" else None)
    if submit(form, partial(check_credentials, request, user)):
        return NextPage.from_request(request).response(request)
    return form_page(request, "reauthentication", _("Confirm that it is you"), form, owner=user)


def reauthentication_form(user: User, data: QueryDict | None = None) -> ThrottledForm:
    return code_form(user, data) if second_factor.is_enabled(user) else PasswordForm(data)


def check_credentials(request: HttpRequest, user: User, code: str = "", password: str = "") -> bool:
    if code:
        login_steps.check_code(request, user, code)
    else:
        login_steps.check_password(request, user, password)
    session_of(request).mark_reauthenticated()
    return True
