"""The languages of this site: their codes, their names and the model fields of each.

A translated field (`title`) is stored in one model field per language (`title_ko`, `title_en`).
Code asks `field_name` for the name of that field, so that only the settings name languages.
"""

from functools import cache

from django.conf import settings
from django.db import models
from django.utils.functional import lazy
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from modeltranslation.utils import build_localized_fieldname

from cms.text import search_normalisation
from cms.text.writing_systems import is_latin

# Those in which networks of MenEngage publish, and Korean readers read.
LANGUAGES_OF_WORKS = (
    "en",
    "ko",
    "ja",
    "zh-hans",
    "vi",
    "th",
    "id",
    "hi",
    "bn",
    "ar",
    "es",
    "pt",
    "fr",
    "de",
    "nl",
    "sv",
    "ru",
    "uk",
    "tr",
    "sw",
)


def codes() -> list[str]:
    """The network's own language first."""
    return [code for code, _name in settings.LANGUAGES]


def codes_of_works() -> list[str]:
    """Languages in which books and their titles are, those of the site first."""
    return list(dict.fromkeys([*codes(), *LANGUAGES_OF_WORKS]))


def choices() -> list[tuple[str, str]]:
    """Code and own name of each language, for model fields and forms."""
    return list(settings.LANGUAGES)


def field_name(field: str, language: str | None = None) -> str:
    """The model field that holds a translated field in one language, by default the active one:
    `field_name("title", "ko") == "title_ko"`."""
    return _field_name(field, language or active())


@cache
def _field_name(field: str, language: str) -> str:
    return build_localized_fieldname(field, language)


def field_names(field: str) -> list[str]:
    """The model fields of a translated field, in the order of the settings."""
    return [field_name(field, code) for code in codes()]


@cache
def stored_field_names(model: type[models.Model]) -> list[str]:
    """The fields of a model that hold what is stored: all but those of translated fields without a
    language."""
    fields = model._meta.concrete_fields
    translated = [getattr(field, "translated_field", None) for field in fields]
    return [field.attname for field in fields if field not in translated]


def active() -> str:
    """The reader's language; the network's own if the reader's is none of the site's."""
    language = get_language()
    # Asked a hundred times for a page: a loop is faster than a dictionary made anew.
    for code, _name in settings.LANGUAGES:
        if code == language:
            return code
    return codes()[0]


def language_name(code: str) -> str:
    """In the reader's language: Korean, 한국어."""
    return str(get_language_info(code)["name_translated"])


language_name_lazy = lazy(language_name, str)


def native_name(code: str) -> str:
    """In the language itself, for the language switch."""
    return str(get_language_info(code)["name_local"])


def translated_html(item: models.Model, field: str, language: str | None = None) -> SafeString:
    """A name or label in a language, by default the reader's, or else in the first language that
    has it, marked with its `lang`.

    For names and labels only: public texts never fall back.
    """
    own = language or active()
    code, value = _first_translation(item, field, own)
    if code == own:
        return conditional_escape(value) if value else SafeString("")
    return format_html('<span lang="{}">{}</span>', code, value)


def translated_text(item: models.Model, field: str) -> str:
    """`translated_html` without markup, for lists, choices and messages of the admin."""
    return _first_translation(item, field, active())[1]


def _first_translation(item: models.Model, field: str, own: str) -> tuple[str, str]:
    """Language code and text; `own`, the language asked for first, and "" if none has any."""
    if value := getattr(item, _field_name(field, own)):
        return own, value
    for code, _name in settings.LANGUAGES:
        if value := getattr(item, _field_name(field, code)):
            return code, value
    return own, ""


def field_language(field: models.Field) -> str:
    """The language of `title_ko`; empty for a field that is not translated."""
    return field.language if isinstance(field, TranslationField) else ""


def translated_field(field: models.Field) -> models.Field:
    """Returns the field `title` for the field `title_ko`."""
    return field.translated_field if isinstance(field, TranslationField) else field


def field_label(field: models.Field) -> str:
    """Returns the label with its language: "Title (Korean)"."""
    return capfirst(str(field.verbose_name))


def translated_fields(field: str, definition: models.Field) -> list[tuple[str, models.Field]]:
    """For migrations: a translated field and its field in each language of the settings.

    Shape: `[("title", …), ("title_ko", …), ("title_en", …)]`. Spelled out in a migration, the names
    would tie the database to two languages.
    """
    fields = [(field, definition)]
    for code in codes():
        translation = definition.clone()
        translation.null = True
        fields.append((field_name(field, code), translation))
    return fields


def filled_in_any_language(field: str) -> models.Q:
    filled = models.Q()
    for name in field_names(field):
        # NULL passes a CHECK, so it is excluded by name.
        filled |= models.Q(**{f"{name}__isnull": False, f"{name}__gt": ""})
    return filled


def required_in_any_language(field: str, model: str = "%(class)s") -> models.CheckConstraint:
    """A constraint: the field has a text in at least one language."""
    return models.CheckConstraint(
        condition=filled_in_any_language(field),
        name=f"{model}_has_{field}",
        violation_error_message=_("Fill in the name or title in at least one language."),
    )


def sort_key(text: str, language: str) -> str:
    """Digits first, then the language's own script, then others.

    To be compared byte by byte (collation "C"): decomposed Hangul has the order 가나다.
    """
    key = search_normalisation.search_text(text)
    if not key or key[0].isdecimal():
        return f"0{key}"
    own = is_latin(key[0]) == is_latin(native_name(language))
    return f"1{key}" if own else f"2{key}"


def detect_language(text: str) -> str:
    """By the script of a text; the network's own where that does not tell.

    A language whose own name is in Latin letters is written in them: English is, 한국어 is not.
    """
    latin = is_latin(text)
    alike = [code for code in codes() if is_latin(native_name(code)) == latin]
    return alike[0] if alike else codes()[0]
