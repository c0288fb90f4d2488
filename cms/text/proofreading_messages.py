"""Shows the findings of `cms.text.proofreading` to the person who has just saved an item."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

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


class Finding(NamedTuple):
    """What to check in a field of an item, or of a row that belongs to it."""

    item: models.Model
    field_name: str
    label: str
    sentence: str


def proofread(item: models.Model, year: int) -> Iterator[Finding]:
    """`year` is assumed for dates without one."""
    for field, language in _text_fields(type(item)):
        text = getattr(item, field.name) or ""
        label = languages.field_label(field)
        for sentence in proofreading.find_problems(text, language, year):
            yield Finding(item, field.name, label, sentence)


def problems_message(found: list[Finding]) -> SafeString:
    """All findings as one message."""
    lines = [(finding.label, finding.sentence) for finding in found]
    return _list_of_findings(_("Saved, but please check this:"), lines)


def question_before_publication(
    found: list[Finding], find_input_id: Callable[[models.Model, str], str]
) -> SafeString:
    """Each finding has a link to the input that `find_input_id` names, of a field of an item."""
    question = _("Not public yet. Please check this, or press “Publish as it is”:")
    lines = []
    for finding in found[:MAX_SHOWN]:
        target = find_input_id(finding.item, finding.field_name)
        link = format_html('<a href="#{}">{}</a>', target, finding.label)
        lines.append((link if target else finding.label, finding.sentence))
    rest = [(finding.label, finding.sentence) for finding in found[MAX_SHOWN:]]
    return _list_of_findings(question, lines + rest)


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
