from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.fields import EmailFormField
from cms.text import plain_text
from cms.validators import national_id_numbers

CHOICE_REQUIRED = gettext_lazy("Please choose one.")


class LengthValidator(MaxLengthValidator):
    """Tells how long a text is. The page does not cut it, so that no pasted text is lost."""

    message = gettext_lazy(
        "This has %(show_value)d characters; up to %(limit_value)d are allowed. Please shorten it."
    )

    def __init__(self, limit: int) -> None:
        super().__init__(limit)


class PlainTextField(forms.CharField):
    """One line or several, without control characters or resident registration numbers."""

    # Of several such fields one must be filled in, so none of them is marked as optional.
    hides_optional_mark = False

    def __init__(self, lines: int = 1, max_length: int = 200, **options: Any) -> None:
        self.is_line = lines == 1
        if not self.is_line:
            options.setdefault("widget", forms.Textarea({"rows": lines}))
        validators: list[Callable[[Any], None]] = [
            LengthValidator(max_length),
            national_id_numbers.refuse_national_id_numbers,
        ]
        super().__init__(validators=validators, **options)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return plain_text.clean_line(value) if self.is_line else plain_text.clean(value).strip()


class EmailAddressField(EmailFormField):
    hides_optional_mark = False

    def __init__(self, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.widget.attrs.pop("maxlength", None)


class WebAddressField(forms.URLField):
    def __init__(self, max_length: int, **options: Any) -> None:
        super().__init__(assume_scheme="https", max_length=max_length, **options)
        self.widget = forms.TextInput(self.widget.attrs)
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["invalid"] = _("Write it like https://example.org.")

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_text.clean_line(value or ""))


class WebAddressListField(PlainTextField):
    def to_python(self, value: Any) -> Any:
        lines = filter(None, map(str.strip, super().to_python(value).split("\n")))
        return "\n".join(line if "://" in line else f"https://{line}" for line in lines)

    def validate(self, value: Any) -> None:
        super().validate(value)
        validate_url = URLValidator(schemes=["http", "https"])
        for line in value.split("\n") if value else []:
            try:
                validate_url(line)
            except ValidationError as error:
                words = _("“{line}” is not a web address. Copy it from the browser’s address bar.")
                raise ValidationError(words.format(line=line)) from error


class MultipleFileField(forms.FileField):
    class Widget(forms.FileInput):
        allow_multiple_selected = True

    widget = Widget

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(MultipleFileField, self).clean(file, initial) for file in data or []]
