"""The languages that works are written in, of which the site may have no pages."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst

from cms.i18n import languages

MAX_CODE_LENGTH = 10


def choices() -> list[tuple[str, str]]:
    return [(code, languages.language_name(code)) for code in languages.codes_of_works()]


class WorkLanguagesField(ArrayField):
    """Codes of languages, in the order of `languages.codes_of_works()`."""

    def __init__(self, base_field: Any = None, **options: Any) -> None:
        base_field = base_field or models.CharField(max_length=MAX_CODE_LENGTH)
        defaults: dict[str, Any] = {"default": list, "blank": True}
        super().__init__(base_field, **defaults | options)

    def formfield(self, **options: Any) -> Any:
        return forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            choices=choices,
            required=not self.blank,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
