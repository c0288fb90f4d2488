"""Finds the field of an organisation that a heading of an imported list means, in any language of
the site."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import override, pgettext

from cms.fields import get_model_field
from cms.i18n import languages
from members.lists import csv_files
from members.models import Organisation
from members.names.normalised_names import NOT_LETTERS

TRANSLATED_FIELDS = ("name", "summary", "description", "city")
OTHER_FIELDS = (
    "abbreviation",
    "other_names",
    "kind",
    "website",
    "social_links",
    "region",
    "founded_on",
    "joined_on",
    "joined_alliance_on",
    "is_founding_member",
    "left_on",
    "contact_name",
    "contact_email",
    "contact_language",
)


IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
# As in "1. Name" and "① Name".
NUMBER_BEFORE = re.compile(r"^\W*\d{1,2}(?=\D)[\W_]*")


def importable_fields() -> list[str]:
    names_first, *others = (languages.field_names(name) for name in TRANSLATED_FIELDS)
    return [*names_first, *OTHER_FIELDS, *(field_name for group in others for field_name in group)]


def field_label(field_name: str) -> str:
    return languages.field_label(get_model_field(Organisation, field_name))


def recognise_headings(headings: list[str], known: dict[str, str] | None = None) -> list[str]:
    """Returns the name of the field of each heading; empty for a heading that is unknown or means
    the same as an earlier one. A caller in a loop passes `known`, from `known_headings`."""
    known, field_names = known or known_headings(), []
    for heading in headings:
        field_name = _field_of_heading(heading, known)
        field_names.append("" if field_name in field_names else field_name)
    return field_names


def _field_of_heading(heading: str, known: dict[str, str]) -> str:
    """Tries the whole heading first, as the brackets may hold the language, then without brackets,
    as in "Joined (YYYY-MM-DD)", and without a number before it."""
    heading = unicodedata.normalize("NFKC", heading)
    bare = NUMBER_BEFORE.sub("", heading)
    for text in (heading, IN_BRACKETS.sub("", heading), bare, IN_BRACKETS.sub("", bare)):
        words = NOT_LETTERS.sub("", text.casefold()).replace("organiz", "organis")
        if field_name := known.get(words):
            return field_name
    return ""


def known_headings() -> dict[str, str]:
    """The names of fields by heading, in lower case, without spaces and punctuation."""
    return dict(_known_headings())


def _known_headings() -> Iterator[tuple[str, str]]:
    for active in languages.codes():
        with override(active):
            for field_name in OTHER_FIELDS:
                for word in heading_names(field_name):
                    yield word, field_name
            for name in TRANSLATED_FIELDS:
                for word in heading_names(name):
                    yield word, languages.field_name(name, active)
                    for code in languages.codes():
                        for language in language_names(code):
                            yield language + word, languages.field_name(name, code)
                            yield word + language, languages.field_name(name, code)


def heading_names(name: str) -> list[str]:
    """The headings by which a field is known in the active language."""
    others = {
        "name": pgettext(
            "headings of a list, comma separated",
            "name, organisation, group, organisation name, name of organisation",
        ),
        "kind": pgettext("headings of a list, comma separated", "type, kind, category"),
        "joined_on": pgettext(
            "headings of a list, comma separated",
            "joined, member since, date joined, join date, year joined",
        ),
        "website": pgettext(
            "headings of a list, comma separated", "homepage, url, web, web address"
        ),
        "founded_on": pgettext(
            "headings of a list, comma separated", "founded, launched, date founded, year founded"
        ),
        "region": pgettext("headings of a list, comma separated", "province, area"),
        "contact_email": pgettext(
            "headings of a list, comma separated", "e-mail, contact e-mail, e-mail address"
        ),
        "contact_name": pgettext("headings of a list, comma separated", "contact, contact name"),
    }
    label = get_model_field(Organisation, name).verbose_name
    words = [str(label), *others.get(name, "").split(",")]
    return [NOT_LETTERS.sub("", word.casefold()) for word in words if word.strip()]


def language_names(code: str) -> list[str]:
    with override(code):
        short = pgettext("this language in headings, comma separated", "English, 영문, 영어")
    words = [code, *short.split(","), languages.native_name(code), languages.language_name(code)]
    return [NOT_LETTERS.sub("", word.casefold()) for word in words]


def template_csv() -> bytes:
    return csv_files.as_csv([[field_label(field_name) for field_name in importable_fields()]])
