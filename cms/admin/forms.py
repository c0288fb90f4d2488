"""Base forms of the admin, the rows of their inlines, and errors that forms get from the request,
the disk or database."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from django import forms
from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.admin.publication_field import PublicationField
from cms.files import uploads
from cms.i18n import languages
from cms.publishing.publishable import NEEDS_TITLE
from cms.text import slugs


class ConstraintForm(forms.ModelForm):
    """Shows the violation of a constraint at the field that can put it right.

    `constraint_error_fields` names the field for each constraint; the others are shown above the
    form.
    """

    constraint_error_fields: dict[str, str] = {}

    def add_error(self, field: str | None, error: Any) -> None:
        # Django adds all errors of the model at once: by field, violated constraints under none.
        if field is None and isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            for violation in error.error_dict.pop(NON_FIELD_ERRORS, []):
                super().add_error(self._field_of(violation), violation)
        super().add_error(field, error)

    def _field_of(self, violation: ValidationError) -> str | None:
        for constraint in self._meta.model._meta.constraints:
            if violation.message == constraint.get_violation_error_message():
                return self.constraint_error_fields.get(constraint.name)
        return None


class SlugForm(forms.ModelForm):
    """The slug is made from the names unless somebody types one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("If empty, it is made from the name.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("slug") and "slug" not in self.errors:
            names = (cleaned.get(field) for field in languages.field_names("name"))
            cleaned["slug"] = slugs.shorten_slug(slugs.propose_slug(*names), 50)
            if not cleaned["slug"]:
                self.add_error("slug", _("Enter an address in Latin letters."))
        return cleaned


class ContentForm(ConstraintForm):
    """Has a name or title in each language in which it is public; see `PublicationField`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            field = self.fields.get(languages.field_name("published_at", code))
            if isinstance(field, PublicationField):
                field.set_current(self.instance.published_at_in(code))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        for code in self.languages_to_publish():
            title = languages.field_name(self._meta.model.title_field, code)
            if not cleaned.get(title) and title not in self.errors:
                self.add_error(title, NEEDS_TITLE)
        return cleaned

    def languages_to_publish(self) -> list[str]:
        """The languages in which the item is, or is to become, public as this form has it."""
        moments = {code: languages.field_name("published_at", code) for code in languages.codes()}
        return [code for code, moment in moments.items() if self.cleaned_data.get(moment)]


class FormError(NamedTuple):
    """`field` is the name of the field that shows the error; None is the form as a whole."""

    field: str | None
    error: ValidationError


def add_form_error(request: HttpRequest, error: ValidationError, field: str | None = None) -> None:
    """Add an error to the form that this request will be shown."""
    errors = _request_errors(request)
    # A form that is sent once more after an error of the database gets the same errors again.
    if (form_error := FormError(field, error)) not in errors:
        errors.append(form_error)


def with_form_errors(form: type[forms.ModelForm], request: HttpRequest) -> type[forms.ModelForm]:
    """A subclass of an admin form that is not saved while the request has errors."""
    failed = [name for _field, name in uploads.failed_uploads(request)]
    errors = [FormError(None, uploads.not_saved_error(name)) for name in failed]
    errors += _request_errors(request)
    if not errors:
        return form

    # mypy knows no class whose base is an argument.
    class InvalidForm(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            for name, error in errors:
                self.add_error(name, error)
            return cleaned

    InvalidForm.__name__ = form.__name__
    return InvalidForm


def _request_errors(request: HttpRequest) -> list[FormError]:
    errors: list[FormError] = vars(request).setdefault("form_errors", [])
    return errors


class RowsMadeOnce(InlineAdminFormSet):
    """Django makes all rows, the empty one too, to ask which files their widgets need, and makes
    them again for the page."""

    _rows: list[InlineAdminForm] | None = None

    @classmethod
    def of(cls, original: InlineAdminFormSet) -> Self:
        rows = cls.__new__(cls)
        vars(rows).update(vars(original))
        return rows

    def __iter__(self) -> Iterator[InlineAdminForm]:
        if self._rows is None:
            self._rows = list(super().__iter__())
        return iter(self._rows)

    @property
    def media(self) -> Any:
        """All rows have the same widgets."""
        first = next(iter(self), None)
        return self.opts.media + first.media if first else self.opts.media
