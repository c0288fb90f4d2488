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
from versions.models import TranslationPair
from versions.translations.translated_fields import written_languages
from versions.translations.translation_tasks import TranslationStatus, is_missing


def preload_outdated(model: type[models.Model], items: Iterable[Any]) -> None:
    """Reads what `translation_column` prints, in one query for all items of a page."""
    by_pk = {item.pk: item for item in items}
    for item in by_pk.values():
        item.outdated_languages = []
    if by_pk and len(languages.codes()) > 1:
        found = TranslationPair.objects.of_pks(model, by_pk).outdated().order_by("outdated_since")
        for pair in found:
            by_pk[pair.object_id].outdated_languages.append(pair.target)


@admin.display(description=pgettext_lazy("of an item", "translations"))
def translation_column(item: Any) -> SafeString:
    found = [(TranslationStatus.OUTDATED, code) for code in item.outdated_languages]
    # Of other items the columns of their status say it.
    if not isinstance(item, Publishable):
        written = written_languages(item)
        missing = [code for code in languages.codes() if code not in written]
        found += [(TranslationStatus.MISSING, code) for code in missing]
    lines = [(status, status_label(status, code)) for status, code in found]
    return format_html_join(" ", '<span class="status {}">{}</span>', lines) or SafeString("–")


def status_label(status: TranslationStatus, language: str) -> str:
    """The form and the list of translation tasks say besides since when, and how much."""
    is_missing = status == TranslationStatus.MISSING
    label = _("missing in {language}") if is_missing else _("outdated in {language}")
    return label.format(language=languages.language_name(language))


def word_count_label(number: int) -> str:
    return ngettext("{n} word", "{n} words", number).format(n=number)


class TranslationFilter(SimpleListFilter):
    title = pgettext_lazy("of an item", "translations")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        labels = {
            TranslationStatus.OUTDATED: _("outdated in {language}"),
            TranslationStatus.MISSING: _("missing in {language}"),
        }
        if issubclass(model_admin.model, Publishable):
            # There is a filter by status.
            del labels[TranslationStatus.MISSING]
        return [
            (f"{status}-{code}", label.format(language=languages.language_name(code)))
            for code in languages.codes()
            for status, label in labels.items()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        status, _dash, code = (self.value() or "").partition("-")
        if code not in languages.codes():
            return queryset
        if status == TranslationStatus.MISSING:
            return queryset.filter(is_missing(queryset.model, code))
        return queryset.filter(is_outdated(queryset.model, code))


def is_outdated(model: type[models.Model], language: str) -> Exists:
    content_type = ContentType.objects.get_for_model(model)
    pairs = TranslationPair.objects.outdated().filter(content_type=content_type, target=language)
    return Exists(pairs.filter(object_id=OuterRef("pk")))
