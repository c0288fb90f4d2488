"""Sets the credit and the licence of many photos."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cms.admin.edits.bulk_edits import BulkEdit, FieldChange
from cms.admin.widgets import FORMFIELD_OVERRIDES
from cms.fields import get_model_field
from cms.i18n import languages
from photos import actions
from photos.admin import photographer_names
from photos.admin.forms import PhotographerField
from photos.models import Photo

TEXTS = [
    *languages.field_names("credit_organisation"),
    *languages.field_names("credit_override"),
]


def optional_text_field(name: str) -> Any:
    field = get_model_field(Photo, name)
    form_field: Any = field.formfield(required=False)
    form_field.label = languages.field_label(field)
    form_field.widget.attrs["lang"] = languages.field_language(field)
    return form_field


class CreditEdit(BulkEdit):
    """What is left empty stays as it is."""

    name, label = "bulk_credit", _("Set credit and licence")
    select_related = ("photographer",)

    photographer = PhotographerField()
    licence = forms.ChoiceField(
        choices=[("", _("leave as it is")), *Photo.Licence.choices], required=False
    )
    licence_ends_on = get_model_field(Photo, "licence_ends_on").formfield(
        **FORMFIELD_OVERRIDES[models.DateField]
    )

    def __init__(self, data: Any = None, *, model: type[models.Model]) -> None:
        super().__init__(data, model=model)
        self.fields |= {name: optional_text_field(name) for name in TEXTS}
        self.order_fields(["photographer", *TEXTS])
        self.fields["licence"].label = self.field_label("licence")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(
                _("Fill in what you want to set. What you leave empty stays as it is.")
            )
        return cleaned

    def changes(self, item: Photo) -> list[FieldChange]:
        found = [
            FieldChange(self.field_label(name), _in_words(name, getattr(item, name)), after)
            for name, after in self.after_in_words.items()
        ]
        return [change for change in found if change.before != change.after]

    def save(self, item: Photo) -> None:
        """Raises ValidationError and OSError like `actions.update`."""
        values = self._values()
        if "photographer" in values:
            values["photographer"] = photographer_names.get_or_create(values["photographer"])
        changed = [name for name, value in values.items() if getattr(item, name) != value]
        for name in changed:
            setattr(item, name, values[name])
        actions.update(item, changed)

    def _values(self) -> dict[str, Any]:
        """Those that were filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @cached_property
    def after_in_words(self) -> dict[str, str]:
        values = self._values()
        if name := values.get("photographer"):
            values["photographer"] = photographer_names.find(name) or name
        return {name: _in_words(name, value) for name, value in values.items()}


def _in_words(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "licence":
        return str(Photo.Licence(value).label)
    return formats.date_format(value) if name == "licence_ends_on" else str(value)
