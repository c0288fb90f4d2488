"""What a cell of a list of members says: read into a value of an organisation, and shown again."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from members import same_name
from members.models import Organisation, Region
from network import date_parsing, dates, languages, text
from network.fields import RichTextField

# What a formula shows that went wrong.
SPREADSHEET_ERRORS = {
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA"),
}


def read_cell(column: str, cell: str, regions: dict[str, Region]) -> dict:
    """The value a cell gives a column, or two for a date. Raises ValidationError."""
    if cell.upper() in SPREADSHEET_ERRORS:
        raise ValidationError(
            _("“{value}” is an error of the spreadsheet. Write what is meant.").format(value=cell)
        )
    model_field = Organisation._meta.get_field(column)
    match model_field:
        case models.DateField():
            return read_date(column, cell)
        case models.BooleanField():
            return {column: read_yes_no(cell)}
        case models.ForeignKey():
            region = regions.get(same_name.key(cell))
            if region is None:
                raise ValidationError(
                    _("no region is called “{value}”. Write it as in the list of regions.").format(
                        value=cell
                    )
                )
            return {column: region}
    if model_field.choices:
        return {column: read_choice(model_field, cell)}
    return {column: read_text(model_field, cell)}


def read_text(model_field: models.Field, cell: str) -> str:
    if isinstance(model_field, models.URLField) and "://" not in cell:
        cell = f"https://{cell}"
    if isinstance(model_field, RichTextField):
        cell = text.from_typed(cell)
    return model_field.clean(cell, None)


def read_date(column: str, cell: str) -> dict:
    try:
        day, precision = date_parsing.parse(cell)
    except date_parsing.AmbiguousDateError as error:
        meanings = ", ".join(meaning.isoformat() for meaning in error.days)
        raise ValidationError(
            _("“{value}” can mean several days. Write the one that is meant: {days}.").format(
                value=cell, days=meanings
            )
        ) from error
    except ValueError as error:
        raise ValidationError(
            _("“{value}” is not a date. Write it as 2025-07-09, 2025-07 or 2025.").format(
                value=cell
            )
        ) from error
    companion = f"{column.removesuffix('_on')}_precision"
    if hasattr(Organisation, companion):
        return {column: day, companion: precision.value}
    if precision != dates.Precision.DAY:
        raise ValidationError(
            _("“{value}” lacks the day. Write the whole date as 2025-07-09.").format(value=cell)
        )
    return {column: day}


def read_yes_no(cell: str) -> bool:
    for code in languages.codes():
        with override(code):
            yes = pgettext("cells of a list, comma separated", "yes, y, true, 1, o")
            no = pgettext("cells of a list, comma separated", "no, n, false, 0, x")
        for words, answer in ((yes, True), (no, False)):
            if cell.casefold() in map(str.strip, words.split(",")):
                return answer
    raise ValidationError(_("“{value}” is neither yes nor no.").format(value=cell))


def read_choice(model_field: models.Field, cell: str) -> str:
    """A choice by its value or by what it is called in any language."""
    for code in languages.codes():
        with override(code):
            for value, label in model_field.choices:
                if cell.casefold() in (value, str(label).casefold()):
                    return value
    known = ", ".join(str(label) for _value, label in model_field.choices)
    raise ValidationError(
        _("“{value}” is not known. Write one of these: {choices}.").format(
            value=cell, choices=known
        )
    )


def shown(column: str, value) -> str:
    """A value as a coordinator reads it."""
    model_field = Organisation._meta.get_field(column)
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case date():
            return f"{value:%Y-%m-%d}"
    if isinstance(model_field, RichTextField):
        return text.typed(value)
    return str(dict(model_field.flatchoices).get(value, value))
