"""What `network.lint` finds in the texts of an item, said to whoever has just saved it."""

from collections.abc import Iterator

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modeltranslation.translator import NotRegistered, translator

from network import languages, lint
from network.fields import LineField, ProseField, RichTextField

# More than that nobody reads.
MOST = 8


def slips(item: models.Model, year: int) -> Iterator[tuple[str, str]]:
    """What a reader would stumble over in the texts of one item. Shape: field and language,
    sentence. `year` is meant by dates without one."""
    for field in _texts_of(type(item)):
        words = getattr(item, field.name) or ""
        where = languages.label(field)
        for sentence in lint.findings(words, field.language, year):
            yield where, sentence


def in_words(found: list[tuple[str, str]]) -> SafeString:
    """All slips as one message that keeps nobody from going on."""
    lines = format_html_join("", "<li>{}: {}</li>", found[:MOST])
    rest = len(found) - MOST
    more = ngettext("And {n} more.", "And {n} more.", rest).format(n=rest) if rest > 0 else ""
    return format_html("{}<ul>{}</ul>{}", _("Saved, but look at this again:"), lines, more)


def _texts_of(model: type[models.Model]) -> Iterator[models.Field]:
    try:
        names = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return
    for name in names:
        for column in languages.columns(name):
            field = model._meta.get_field(column)
            if isinstance(field.translated_field, (LineField, ProseField, RichTextField)):
                yield field
