"""Submits the form of an item without a browser: with its permissions, checks and log."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.contrib.messages.storage.base import BaseStorage
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from cms.i18n import languages
from versions.admin.request_state import request_state
from versions.models import TranslationPair

# Its value says what a change of the text in a language means for the others.
ANSWER_INPUT_NAME = "_change_of_{}"


class DiscardedMessages(BaseStorage):
    """The messages of a request that no browser made."""

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list, bool]:
        return [], True

    def _store(self, messages: list, *_args: Any, **_kwargs: Any) -> list:
        return []


def make_request(user: User, data: QueryDict) -> HttpRequest:
    """A POST request of a user, without files."""
    request = HttpRequest()
    request.method, request.user, request.POST = "POST", user, data  # type: ignore[assignment]
    request.META = {"SCRIPT_NAME": "", "REQUEST_METHOD": "POST"}
    # No browser sent the request: it has no CSRF token, and nobody reads its messages.
    vars(request).update(_messages=DiscardedMessages(request), _dont_enforce_csrf_checks=True)
    return request


def submit(
    model_admin: ModelAdmin, user: User, object_id: str | None, data: QueryDict
) -> tuple[Any, list[str]]:
    """Submits the form of an item, or without `object_id` that of a new one. Returns the saved item
    and no errors, or None and the errors."""
    request = make_request(user, data)
    if object_id is None:
        response: HttpResponseBase = model_admin.add_view(request)
    else:
        response = model_admin.change_view(request, object_id)
    return saved_item(request), response_errors(response)


def response_errors(response: HttpResponseBase) -> list[str]:
    """The errors of the form that a response shows; none when it was saved."""
    context = getattr(response, "context_data", None)
    if context is None:
        return []
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    found = [*_errors_of_form(context["adminform"].form)]
    for formset in formsets:
        found += _errors_of_formset(formset)
    return list(dict.fromkeys(found)) or [str(error) for error in context["errors"]]


def _errors_of_formset(formset: BaseFormSet) -> list[str]:
    found = [str(error) for error in formset.non_form_errors()]
    for form in formset.forms:
        found += _errors_of_form(form)
        for nested in vars(form).values():
            if isinstance(nested, BaseFormSet):
                found += _errors_of_formset(nested)
    return found


def _errors_of_form(form: ModelForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def saved_item(request: HttpRequest) -> Any:
    """The item that a form saved, None if it was refused."""
    forms = request_state(request).saved_forms
    return forms[0].instance if forms else None


def translation_answers_in(request: HttpRequest) -> dict[str, str]:
    """Shape: language -> answer."""
    sent = {
        code: request.POST.get(ANSWER_INPUT_NAME.format(code), "") for code in languages.codes()
    }
    answers = TranslationPair.Answer.values
    return {code: answer for code, answer in sent.items() if answer in answers}


def add_translation_answers(data: QueryDict, answers: dict[str, str]) -> None:
    for code, answer in answers.items():
        data[ANSWER_INPUT_NAME.format(code)] = answer
