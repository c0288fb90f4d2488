"""What the headings of a list of members mean, in whichever language of the site."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import override, pgettext

from members import csv_files, same_name
from members.models import Organisation
from network import languages

TRANSLATED = ("name", "summary", "description", "city")
PLAIN = (
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


def columns() -> list[str]:
    """What a list can say of an organisation, in the order of the template."""
    names_first, *others = (languages.columns(name) for name in TRANSLATED)
    return [*names_first, *PLAIN, *(column for group in others for column in group)]


def label_of(column: str) -> str:
    return languages.label(Organisation._meta.get_field(column))


def recognised(headings: list[str], known: dict[str, str] | None = None) -> list[str]:
    """The column each heading means, in whichever language of the site it is written; empty for
    what nobody knows and for what another heading said already. Whoever asks often hands over
    `known`, the answer of `known_headings`."""
    known, found = known or known_headings(), []
    for heading in headings:
        column = _column_for(heading, known)
        found.append("" if column in found else column)
    return found


def _column_for(heading: str, known: dict[str, str]) -> str:
    """With what stands in brackets, which may be the language, else without, as in
    "Joined (YYYY-MM-DD)"."""
    whole = unicodedata.normalize("NFKC", heading)
    for words in (whole, IN_BRACKETS.sub("", whole)):
        if column := known.get(same_name.NO_LETTER.sub("", words.casefold())):
            return column
    return ""


def known_headings() -> dict[str, str]:
    """Shape: heading without signs and spaces, column."""
    return dict(_known_headings())


def _known_headings() -> Iterator[tuple[str, str]]:
    for reader in languages.codes():
        with override(reader):
            for column in PLAIN:
                for word in words_for(column):
                    yield word, column
            for name in TRANSLATED:
                for word in words_for(name):
                    yield word, languages.column(name, reader)
                    for code in languages.codes():
                        for tongue in words_for_language(code, reader):
                            yield tongue + word, languages.column(name, code)
                            yield word + tongue, languages.column(name, code)


def words_for(name: str) -> list[str]:
    """What a field is called in headings, in the active language."""
    others = {
        "name": pgettext("headings of a list, comma separated", "name, organisation, group"),
        "kind": pgettext("headings of a list, comma separated", "type, kind"),
        "joined_on": pgettext("headings of a list, comma separated", "joined, member since"),
        "website": pgettext("headings of a list, comma separated", "homepage, url, web"),
        "founded_on": pgettext("headings of a list, comma separated", "founded, launched"),
        "region": pgettext("headings of a list, comma separated", "province, area"),
        "contact_email": pgettext("headings of a list, comma separated", "e-mail, contact e-mail"),
        "contact_name": pgettext("headings of a list, comma separated", "contact, contact name"),
    }
    label = Organisation._meta.get_field(name).verbose_name
    words = [str(label), *others.get(name, "").split(",")]
    return [same_name.NO_LETTER.sub("", word.casefold()) for word in words if word.strip()]


def words_for_language(code: str, reader: str) -> list[str]:
    """What a language is called in headings, for a reader of another."""
    with override(code):
        short = pgettext("this language in headings, comma separated", "English, 영문, 영어")
    words = [code, *short.split(","), languages.own_name(code), languages.name(code)]
    return [same_name.NO_LETTER.sub("", word.casefold()) for word in words]


def template() -> bytes:
    """An empty list with every heading, for whoever begins one."""
    return csv_files.as_csv([[label_of(column) for column in columns()]])
