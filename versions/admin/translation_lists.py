"""Columns and filters of lists: which items a language lacks, or has in an outdated text."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cms.i18n import languages
from cms.publishing.publishable import Publishable
from versions.models import Translation
from versions.translations.following import languages_of
from versions.translations.work_list import State, is_missing


def preload_outdated(model: type[models.Model], items: Iterable[Any]) -> None:
    """Reads what `translation_column` prints, in one query for all rows of a page."""
    by_key = {item.pk: item for item in items}
    for item in by_key.values():
        item.outdated_translations = []
    if by_key and len(languages.codes()) > 1:
        found = Translation.objects.of_keys(model, by_key).outdated().order_by("outdated_since")
        for translation in found:
            by_key[translation.object_id].outdated_translations.append(translation)


@admin.display(description=pgettext_lazy("of an item", "translations"))
def translation_column(item: Any) -> SafeString:
    lines = [
        (State.OUTDATED, outdated_text(translation)) for translation in item.outdated_translations
    ]
    # Of other items the columns of their status say it.
    if not isinstance(item, Publishable):
        there = languages_of(item)
        lines += [(State.MISSING, missing_text(c)) for c in languages.codes() if c not in there]
    return format_html_join(" ", '<span class="status {}">{}</span>', lines) or SafeString("–")


def outdated_text(translation: Translation) -> str:
    """The form and the work list say since when, and how much."""
    language = languages.language_name(translation.language)
    return _("outdated in {language}").format(language=language)


def missing_text(language: str) -> str:
    return _("missing in {language}").format(language=languages.language_name(language))


def words_text(number: int) -> str:
    return ngettext("{n} word", "{n} words", number).format(n=number)


class TranslationFilter(SimpleListFilter):
    title = pgettext_lazy("of an item", "translations")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        labels = {
            State.OUTDATED: _("outdated in {language}"),
            State.MISSING: _("missing in {language}"),
        }
        if issubclass(model_admin.model, Publishable):
            # There is a filter by status.
            del labels[State.MISSING]
        return [
            (f"{state}-{code}", label.format(language=languages.language_name(code)))
            for code in languages.codes()
            for state, label in labels.items()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state, _dash, code = (self.value() or "").partition("-")
        if code not in languages.codes():
            return queryset
        if state == State.MISSING:
            return queryset.filter(is_missing(queryset.model, code))
        return queryset.filter(is_outdated(queryset.model, code))


def is_outdated(model: type[models.Model], language: str) -> Exists:
    content_type = ContentType.objects.get_for_model(model)
    rows = Translation.objects.outdated().filter(content_type=content_type, language=language)
    return Exists(rows.filter(object_id=OuterRef("pk")))
