"""The transitions of an application in the admin: a button for each, and a page where something is
asked for, previewed or confirmed. Both are made from `joining.review.transitions`."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication
from joining.admin.page_rendering import (
    get_application,
    header_context,
    member_url,
    page_url,
    render_page,
)
from joining.models import Application
from joining.review import staff_transitions  # noqa: F401 - declares the transitions
from joining.review.transition_forms import TransitionForm
from joining.review.transitions import (
    NOT_POSSIBLE_NOW,
    TRANSITIONS,
    RefusedError,
    StaffTransition,
    is_destructive,
    transitions_offered,
)
from members.models import Organisation, Person


@dataclass(frozen=True)
class Button:
    transition: StaffTransition
    url: str
    # Why it cannot be pressed yet.
    blocked_reason: str


def transition_buttons(application: Application, user: User) -> list[Button]:
    return [
        Button(
            transition=offered,
            url=page_url("transition", application.pk, offered.name),
            blocked_reason=offered.blocked_reason(application, user),
        )
        for offered in transitions_offered(application, user)
    ]


def needs_reauthentication(_request: HttpRequest, pk: int, name: str) -> bool:
    return is_destructive(name)


@requires_reauthentication(when=needs_reauthentication)
@require_http_methods(["GET", "HEAD", "POST"])
def change_state(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    transition = TRANSITIONS.get(name)
    if not isinstance(transition, StaffTransition):
        raise Http404
    application = get_application(request, pk)
    if request.method != "POST":
        return prepare_transition(request, application, transition)
    form = transition.form(application, request.POST)
    if not form.is_valid() or form.must_show_preview():
        return transition_page(request, application, transition, form)
    try:
        result = transition(application, by=authenticated_user(request), **form.transition_kwargs())
    except RefusedError as error:
        messages.error(request, str(error))
        return refused_page(request, pk, transition, form)
    messages.success(request, str(transition.success_message))
    if warning := transition.warning(result):
        messages.warning(request, warning)
    return redirect(next_url(request, application, result))


def prepare_transition(
    request: HttpRequest, application: Application, transition: StaffTransition
) -> HttpResponse:
    """If the transition is not possible now, a message says why."""
    user = authenticated_user(request)
    if transition.is_offered(application, user):
        blocked_reason = transition.blocked_reason(application, user)
    else:
        blocked_reason = str(NOT_POSSIBLE_NOW)
    if blocked_reason:
        messages.error(request, blocked_reason)
        return redirect(page_url("change", application.pk))
    return transition_page(request, application, transition, transition.form(application))


def transition_page(
    request: HttpRequest,
    application: Application,
    transition: StaffTransition,
    form: TransitionForm,
) -> HttpResponse:
    context = header_context(application) | {
        "transition": transition,
        "preview": form.preview(),
        "form": form,
        "back": page_url("change", application.pk),
    }
    return render_page(request, "transition/page", context)


def refused_page(
    request: HttpRequest, pk: int, transition: StaffTransition, form: TransitionForm
) -> HttpResponse:
    """The application as it is now; with what was written, so that it is not lost."""
    if form.visible_fields():
        return transition_page(request, get_application(request, pk), transition, form)
    return redirect(page_url("change", pk))


def next_url(request: HttpRequest, application: Application, result: Any) -> str:
    """The form of the new member; otherwise the application, or the inbox if it was erased."""
    if result is None:
        return page_url("changelist")
    is_member = isinstance(result, Organisation | Person)
    if is_member and request.user.has_perm(f"members.change_{result._meta.model_name}"):
        return member_url(result)
    return page_url("change", application.pk)
