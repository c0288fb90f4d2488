"""The languages of this network: their codes, names and columns.

Every translated field has one column a language (`title_ko`, `title_en`). Code that must name a
column asks here, so that only the settings name a language.
"""

from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from modeltranslation.utils import build_localized_fieldname

from network import text


def codes() -> list[str]:
    """The codes of the site's languages, the network's own language first."""
    return [code for code, _name in settings.LANGUAGES]


def choices() -> list[tuple[str, str]]:
    """Code and own name of each language, for model fields and forms."""
    return list(settings.LANGUAGES)


def column(field: str, language: str | None = None) -> str:
    """The name of a translated field's column: `column("title", "ko") == "title_ko"`.

    Without a language the active one is meant.
    """
    return build_localized_fieldname(field, language or active())


def columns(field: str) -> list[str]:
    """The names of all columns of a translated field, in the order of the settings."""
    return [column(field, code) for code in codes()]


def columns_of(model: type[models.Model]) -> list[str]:
    """The names of all columns of a model; of a translated field those of the languages alone."""
    fields = model._meta.concrete_fields
    made = [field.translated_field for field in fields if isinstance(field, TranslationField)]
    return [field.attname for field in fields if field not in made]


def active() -> str:
    """The reader's language; the network's own where the reader's is none of the site's."""
    code = get_language()
    return code if code in codes() else codes()[0]


def name(code: str) -> str:
    """A language's name in the reader's language: Korean, 한국어."""
    return str(get_language_info(code)["name_translated"])


def own_name(code: str) -> str:
    """A language's name in that language, for the language switch."""
    return str(get_language_info(code)["name_local"])


def words(item: models.Model, field: str) -> SafeString:
    """A name or label for pages, in the reader's language, else in the first that has it.

    Borrowed words are marked with their own `lang`. For names and labels only: public texts
    never fall back.
    """
    code, value = _first_words(item, field)
    if code == active():
        return format_html("{}", value)
    return format_html('<span lang="{}">{}</span>', code, value) if value else SafeString("")


def plain_words(item: models.Model, field: str) -> str:
    """The same without markup, for the desk's lists, choices and messages."""
    return _first_words(item, field)[1]


def _first_words(item: models.Model, field: str) -> tuple[str, str]:
    """Language code and words; the reader's language and nothing where no language has any."""
    candidates = ((code, getattr(item, column(field, code))) for code in [active(), *codes()])
    return next(((code, value) for code, value in candidates if value), (active(), ""))


def label(field: models.Field) -> str:
    """What a field is called on the desk, its language included: "Title (Korean)"."""
    return capfirst(str(field.verbose_name))


def translated(field: str, definition: models.Field) -> list[tuple[str, models.Field]]:
    """For migrations: a translated field and its column in each language of the settings.

    Shape: `[("title", …), ("title_ko", …), ("title_en", …)]`; spelled out in migrations these
    names would tie the database to two languages.
    """
    fields = [(field, definition)]
    for code in codes():
        translation = definition.clone()
        translation.null = True
        fields.append((column(field, code), translation))
    return fields


def said_somewhere(field: str, model: str = "%(class)s") -> models.CheckConstraint:
    """The rule that a name or title exists in one language at least, whichever comes first."""
    said = models.Q()
    for code in codes():
        # Unlike an error, a NULL passes a CHECK: it must be ruled out by name.
        name = column(field, code)
        said |= models.Q(**{f"{name}__isnull": False, f"{name}__gt": ""})
    return models.CheckConstraint(
        condition=said,
        name=f"{model}_has_{field}",
        violation_error_message=_("Fill in the name or title in at least one language."),
    )


def sort_key(words: str, language: str) -> str:
    """Where words stand in a list: digits, the language's own script, then the others.

    To be compared sign by sign (collation "C"): Hangul decomposed stands in the order 가나다.
    """
    key = text.search_text(words)
    if not key or key[0].isdecimal():
        return f"0{key}"
    own = text.is_latin(key[0]) == text.is_latin(own_name(language))
    return f"1{key}" if own else f"2{key}"


def of(words: str) -> str:
    """The language a few words are in, as far as their script tells; else the network's own.

    A language whose own name is in Latin letters is written in them: English is, 한국어 is not.
    """
    latin = text.is_latin(words)
    alike = [code for code in codes() if text.is_latin(own_name(code)) == latin]
    return alike[0] if alike else codes()[0]
