"""Inputs of the forms of the admin, and which years of a date are accepted."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminURLFieldWidget
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import EmailFormField, EmailInput

# Outside these years a date is a slip of the keyboard.
EARLIEST = datetime(1900, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
LATEST = datetime(2200, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
WRONG_YEAR = _("Check the year of this date.")

YEAR_VALIDATORS = [
    MinValueValidator(EARLIEST, WRONG_YEAR),
    MaxValueValidator(LATEST, WRONG_YEAR),
]

HTML_DATETIME = "%Y-%m-%dT%H:%M"
HTML_DATE = "%Y-%m-%d"


class HTMLDateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=HTML_DATE)


class HTMLDateTimeInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=HTML_DATETIME)


class LinkedURLInput(AdminURLFieldWidget):
    """A URL, and a link that opens it."""

    template_name = "admin/widgets/address.html"


FORMFIELD_OVERRIDES: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": HTMLDateInput},
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": HTMLDateTimeInput},
    models.URLField: {"widget": LinkedURLInput},
    models.EmailField: {"form_class": EmailFormField, "widget": EmailInput},
}


class LogoInput(AdminFileWidget):
    """A file to choose, beside the logo as it is now on the background it is made for."""

    template_name = "admin/widgets/logo.html"

    def __init__(self, attrs: dict[str, Any] | None = None, on_dark: bool = False) -> None:
        super().__init__(attrs)
        self.on_dark = on_dark

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"on_dark": self.on_dark}
