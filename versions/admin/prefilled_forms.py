"""Forms that the program has filled in: shown as if a browser had sent them, and not saved."""

from typing import Any

from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, QueryDict

from cms.admin.edits import malformed_requests, request_data
from cms.admin.forms import add_form_error


class NotSavedYetError(ValidationError):
    """Prevents a form from being saved before somebody has looked at it; nobody reads it."""

    def __init__(self) -> None:
        super().__init__("", code="not_saved_yet")


def show_prefilled(request: HttpRequest, data: QueryDict) -> None:
    """Shows the form of this request with other data than were sent."""
    data["csrfmiddlewaretoken"] = request.POST.get("csrfmiddlewaretoken", "")
    request_data.replace_data(request, "POST", malformed_requests.with_valid_form_counts(data))
    add_form_error(request, NotSavedYetError())


def errors_to_show(form: ModelForm, formsets: list) -> AdminErrorList:
    """The errors to show above a form that was filled in: those of its data only."""
    errors = form.errors.get(NON_FIELD_ERRORS) if form.is_bound else None
    if errors is not None:
        errors_of_data = [
            error for error in errors.as_data() if not isinstance(error, NotSavedYetError)
        ]
        errors.data = list(errors_of_data)
        if not errors_of_data:
            del form.errors[NON_FIELD_ERRORS]
    return AdminErrorList(form, formsets)


def prefilled_form(form: type[ModelForm], data: QueryDict) -> type[ModelForm]:
    """A subclass of a form that is shown with data as if they had been sent."""

    # mypy knows no class whose base is an argument.
    class PrefilledForm(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{"data": data} | kwargs)

    # A subclass makes the fields anew, without those that the admin has replaced.
    PrefilledForm.base_fields = form.base_fields
    PrefilledForm.__name__ = form.__name__
    return PrefilledForm
