from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from cms.fields import RichTextField, get_model_field
from cms.i18n import date_parsing, dates, languages
from cms.text import rich_text
from members.models import Organisation, Region
from members.names.normalised_names import normalise_name

# Results of formulas that failed.
SPREADSHEET_ERRORS = {
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA"),
}

YES_SIGNS, NO_SIGNS = [*"○◯⭕●✓✔☑✅√Vv"], [*"×✗✕✘❌☒"]
# Follows signs that are shown as pictures.
EMOJI_STYLE = "\ufe0f"
DITTO_MARKS = "〃″“”\"'`"


def is_blank(field_name: str, cell: str) -> bool:
    """Whether a cell says that there is nothing, as "-" and "n/a" do. Words for a date that is not
    known are refused instead, so that somebody looks for it."""
    if not any(map(_is_meant, cell)):
        return True
    is_date = isinstance(get_model_field(Organisation, field_name), models.DateField)
    return not is_date and cell.casefold() in _blank_words()


def is_ditto(cell: str) -> bool:
    """Whether a cell stands for the one above it."""
    return not cell.strip(f"{DITTO_MARKS} ") or cell.casefold() in _ditto_words()


def _is_meant(char: str) -> bool:
    return char.isalnum() or char in YES_SIGNS + NO_SIGNS


@cache
def _blank_words() -> set[str]:
    return _words_in_all_languages(
        lambda: pgettext(
            "cells of a list that stand for nothing, comma separated",
            "none, n/a, unknown, not known, not applicable, tbd, tbc",
        )
    )


@cache
def _ditto_words() -> set[str]:
    return _words_in_all_languages(
        lambda: pgettext(
            "cells of a list that repeat the one above, comma separated", "ditto, same as above"
        )
    )


def _words_in_all_languages(words: Callable[[], str]) -> set[str]:
    found: set[str] = set()
    for code in languages.codes():
        with override(code):
            found |= {word.strip().casefold() for word in words().split(",")}
    return found


def read_cell(field_name: str, cell: str, regions: dict[str, Region]) -> dict:
    """Returns the value by name of its field; for a date also its precision. Raises
    ValidationError."""
    if cell.upper() in SPREADSHEET_ERRORS:
        raise ValidationError(
            _("“{value}” is an error of the spreadsheet. Enter what is meant.").format(value=cell)
        )
    field = get_model_field(Organisation, field_name)
    match field:
        case models.DateField():
            return read_date(field_name, cell)
        case models.BooleanField():
            return {field_name: read_yes_no(cell)}
        case models.ForeignKey():
            region = regions.get(normalise_name(cell))
            if region is None:
                raise ValidationError(
                    _("no region is called “{value}”. Write it as in the list of regions.").format(
                        value=cell
                    )
                )
            return {field_name: region}
    if field.choices:
        return {field_name: read_choice(field, cell)}
    return {field_name: read_text(field, cell)}


def read_text(field: models.Field, cell: str) -> str:
    if isinstance(field, models.URLField) and "://" not in cell:
        cell = f"https://{cell}"
    if isinstance(field, RichTextField):
        cell = rich_text.from_paragraphs(cell)
    return field.clean(cell, None)


def read_date(field_name: str, cell: str) -> dict:
    try:
        day, precision = date_parsing.parse_date(cell)
    except date_parsing.AmbiguousDateError as error:
        meanings = ", ".join(meaning.isoformat() for meaning in error.days)
        raise ValidationError(
            _("“{value}” can mean several days. Enter the one that is meant: {days}.").format(
                value=cell, days=meanings
            )
        ) from error
    except ValueError as error:
        raise ValidationError(
            _("“{value}” is not a date. Write it as 2025-07-09, 2025-07 or 2025.").format(
                value=cell
            )
        ) from error
    companion = f"{field_name.removesuffix('_on')}_precision"
    if hasattr(Organisation, companion):
        return {field_name: day, companion: precision.value}
    if precision != dates.Precision.DAY:
        raise ValidationError(
            _("The day is missing in “{value}”. Enter the whole date as 2025-07-09.").format(
                value=cell
            )
        )
    return {field_name: day}


def read_yes_no(cell: str) -> bool:
    sign = cell.rstrip(EMOJI_STYLE)
    if sign in YES_SIGNS + NO_SIGNS:
        return sign in YES_SIGNS
    for code in languages.codes():
        with override(code):
            yes = pgettext("cells of a list, comma separated", "yes, y, true, 1, o")
            no = pgettext("cells of a list, comma separated", "no, n, false, 0, x")
        for names, value in ((yes, True), (no, False)):
            if cell.casefold() in map(str.strip, names.split(",")):
                return value
    raise ValidationError(_("“{value}” is neither yes nor no.").format(value=cell))


def read_choice(field: models.Field, cell: str) -> str:
    """Returns the choice with this value, or with this label in any language."""
    for code in languages.codes():
        with override(code):
            for value, label in field.flatchoices:
                if cell.casefold() in (value, str(label).casefold()):
                    return value
    labels = ", ".join(str(label) for _value, label in field.flatchoices)
    raise ValidationError(
        _("“{value}” is not known. Write one of these: {choices}.").format(
            value=cell, choices=labels
        )
    )


def display_cell(field_name: str, value: Any) -> str:
    field = get_model_field(Organisation, field_name)
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case date():
            return f"{value:%Y-%m-%d}"
    if isinstance(field, RichTextField):
        return rich_text.to_paragraphs(value)
    return str(dict(field.flatchoices).get(value, value))
