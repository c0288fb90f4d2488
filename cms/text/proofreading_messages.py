"""Shows the findings of `cms.text.proofreading` to the person who has just saved an item."""

from collections.abc import Iterator

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modeltranslation.translator import NotRegistered, translator

from cms.fields import LineField, PlainTextField, RichTextField
from cms.i18n import languages
from cms.text import proofreading

# Nobody reads more.
MAX_SHOWN = 8


def proofread(item: models.Model, year: int) -> Iterator[tuple[str, str]]:
    """Shape: label of the field, sentence. `year` is assumed for dates without one."""
    for field, language in _text_fields(type(item)):
        text = getattr(item, field.name) or ""
        where = languages.field_label(field)
        for sentence in proofreading.find_problems(text, language, year):
            yield where, sentence


def problems_message(found: list[tuple[str, str]]) -> SafeString:
    """All findings as one message."""
    return _list_of_findings(_("Saved, but please check this:"), found)


def question_before_publication(found: list[tuple[str, str]]) -> SafeString:
    question = _("Not public yet. Please check this, or press “Publish as it is”:")
    return _list_of_findings(question, found)


def _list_of_findings(heading: str, found: list[tuple[str, str]]) -> SafeString:
    lines = format_html_join("", "<li>{}: {}</li>", found[:MAX_SHOWN])
    rest = len(found) - MAX_SHOWN
    more = ngettext("And {n} more.", "And {n} more.", rest).format(n=rest) if rest > 0 else ""
    return format_html("{}<ul>{}</ul>{}", heading, lines, more)


def _text_fields(model: type[models.Model]) -> Iterator[tuple[models.Field, str]]:
    """Shape: the field of a language, that language."""
    try:
        names = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return
    for name in names:
        for language in languages.codes():
            field = model._meta.get_field(languages.field_name(name, language))
            if isinstance(field, (LineField, PlainTextField, RichTextField)):
                yield field, language
