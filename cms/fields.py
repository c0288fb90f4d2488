"""Model fields that clean text on every way into the database: form, import, update or filter.

Forms refuse resident registration numbers in all of them.
"""

from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django_prose_editor.fields import ProseEditorField

from cms.i18n import languages
from cms.text import allowed_html, plain_text, rich_text, rich_text_editor, search_normalisation
from cms.validators import email_addresses, national_id_numbers

# Primary keys are 64-bit integers; longer numbers cannot be one.
MAX_PRIMARY_KEY_DIGITS = 18


def is_primary_key(value: str) -> bool:
    """Whether a submitted value can be a primary key."""
    return value.isascii() and value.isdecimal() and len(value) <= MAX_PRIMARY_KEY_DIGITS


def primary_keys(values: Iterable[str]) -> list[int]:
    """The submitted values that can be primary keys, each once and in their order."""
    return list(dict.fromkeys(int(value) for value in values if is_primary_key(value)))


def get_model_field(model: type[models.Model], name: str) -> models.Field:
    """Not for reverse relations, which `_meta.get_field` returns, too. Raises FieldDoesNotExist."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"{model.__name__}.{name} is a reverse relation.")
    return field


class LineField(models.CharField):
    """One line of text, stored composed (NFC) and without control characters."""

    default_validators = [national_id_numbers.refuse_national_id_numbers]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return plain_text.clean_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class HashField(models.CharField):
    """A hash (hexadecimal SHA-256) of something that is not stored itself.

    Only exact lookups are allowed. Otherwise staff who type lookups into an admin URL could find it
    out character by character, and learn which rows share a value.
    """

    LOOKUPS = ("exact", "in", "isnull")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 64, "editable": False} | kwargs)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in self.LOOKUPS:
            raise FieldError(f"{self.name} is a hash and can only be compared as a whole.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        raise FieldError(f"{self.name} is a hash and can only be compared as a whole.")


class HashArrayField(ArrayField):
    """Several hashes, such as those of a name in each language. Like one, they are compared as
    wholes only: `overlap` finds rows that share one."""

    LOOKUPS = ("overlap", "exact", "isnull")

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {"base_field": HashField(), "default": list, "blank": True}
        super().__init__(**{**options, "editable": False, **kwargs})

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in self.LOOKUPS:
            raise FieldError(f"{self.name} has hashes, which can only be compared as wholes.")
        return super().get_lookup(lookup_name)

    def get_transform(self, name: str) -> None:
        raise FieldError(f"{self.name} has hashes, which can only be compared as wholes.")


class PlainTextField(models.TextField):
    """Plain text of several lines; an empty line separates paragraphs."""

    default_validators = [national_id_numbers.refuse_national_id_numbers]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return plain_text.clean(value).strip() if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class EmailInput(forms.TextInput):
    """Browsers refuse a full-width ＠ in `type="email"` before the server can normalise it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(hints | (attrs or {}))


class EmailFormField(forms.EmailField):
    """Normalises addresses; see `cms.validators.email_addresses`."""

    widget = EmailInput
    default_validators = [email_addresses.validate_email_address]

    def to_python(self, value: Any) -> Any:
        return email_addresses.normalise(
            super().to_python(plain_text.clean_line(value or "")) or ""
        )


class EmailField(models.EmailField):
    """One e-mail address, normalised."""

    default_validators = [email_addresses.validate_email_address]

    def deconstruct(self) -> Any:
        """Django's own field in migrations, as the column is the same."""
        name, path, args, kwargs = super().deconstruct()
        is_plain = type(self) is EmailField
        return name, "django.db.models.EmailField" if is_plain else path, args, kwargs

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return (
            email_addresses.normalise(plain_text.clean_line(value))
            if isinstance(value, str)
            else value
        )

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": EmailFormField} | kwargs)


def refuse_national_id_numbers_in_html(markup: str) -> None:
    """In the text only: a long number in a URL means something else."""
    national_id_numbers.refuse_national_id_numbers(rich_text.to_plain_text(markup))


class RichTextField(ProseEditorField):
    """Rich text, sanitised on every way into the database.

    The editor's own sanitiser works in `full_clean()` only, which imports and scripts skip.
    """

    default_validators = [refuse_national_id_numbers_in_html]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", rich_text_editor.EXTENSIONS)
        kwargs.setdefault("sanitize", allowed_html.sanitise)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return allowed_html.sanitise(value) if isinstance(value, str) else value


@runtime_checkable
class HasSearchTerms(Protocol):
    def search_terms(self) -> Iterable[str]: ...


@runtime_checkable
class HasTitleIn(Protocol):
    def title_in(self, language: str) -> str: ...


class SearchTextField(models.TextField):
    """The search text of an item, made from its `search_terms()` at each save, also in bulk.

    One line per word or name, followed by a line of its Hangul initials. Each line begins with a
    line feed.
    """

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {"default": "", "blank": True, "editable": False}
        super().__init__(**options | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if not isinstance(model_instance, HasSearchTerms):
            raise TypeError(f"{model_instance!r} has no search_terms()")
        return search_normalisation.search_lines(model_instance.search_terms())


class SortKeyField(models.TextField):
    """The sort key of an item in a language, made from its title at each save."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {"default": "", "blank": True, "editable": False}
        super().__init__(**options | {"db_collation": "C"} | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if not isinstance(model_instance, HasTitleIn):
            raise TypeError(f"{model_instance!r} has no title_in()")
        # The column without a language belongs to the network's own; see django-modeltranslation.
        language = getattr(self, "language", None) or languages.codes()[0]
        return languages.sort_key(model_instance.title_in(language), language)
