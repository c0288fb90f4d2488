"""A column and a filter of changelists: which translations are missing, unneeded or outdated."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db import models
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cms.i18n import languages
from cms.publishing.publishable import Publishable
from versions.models import TranslationPair, UnneededTranslation
from versions.translations.translated_fields import written_languages
from versions.translations.translation_tasks import TranslationStatus, status_condition


def preload_translations(model: type[models.Model], items: Iterable[Any]) -> None:
    """Sets what `translation_column` shows on all items of a page, with one query."""
    by_pk = {item.pk: item for item in items}
    for item in by_pk.values():
        item.outdated_languages, item.unneeded_languages = [], []
    if not by_pk or len(languages.codes()) < 2:
        return
    outdated = TranslationPair.objects.for_pks(model, by_pk).outdated()
    unneeded = UnneededTranslation.objects.for_model(model).filter(object_id__in=by_pk)
    found = outdated.values_list("object_id", "target", "outdated_since").union(
        unneeded.values_list("object_id", "language", Value(None, models.DateTimeField())), all=True
    )
    for pk, language, outdated_since in found.order_by("outdated_since"):
        item = by_pk[pk]
        (item.outdated_languages if outdated_since else item.unneeded_languages).append(language)


@admin.display(description=pgettext_lazy("of an item", "translations"))
def translation_column(item: Any) -> SafeString:
    found = [(TranslationStatus.OUTDATED, code) for code in item.outdated_languages]
    # Items that can be published have columns of their status for missing languages.
    if not isinstance(item, Publishable):
        written = written_languages(item)
        found += [
            (
                TranslationStatus.NOT_NEEDED
                if code in item.unneeded_languages
                else TranslationStatus.MISSING,
                code,
            )
            for code in languages.codes()
            if code not in written
        ]
    lines = [(status, status_label(status, code)) for status, code in found]
    return format_html_join(" ", '<span class="status {}">{}</span>', lines) or SafeString("–")


def status_label(status: TranslationStatus, language: str) -> str:
    labels = {
        TranslationStatus.OUTDATED: _("outdated in {language}"),
        TranslationStatus.MISSING: _("missing in {language}"),
        TranslationStatus.NOT_NEEDED: _("not needed in {language}"),
    }
    return labels[status].format(language=languages.language_name(language))


def word_count_label(number: int) -> str:
    return ngettext("{n} word", "{n} words", number).format(n=number)


class TranslationFilter(SimpleListFilter):
    title = pgettext_lazy("of an item", "translations")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        statuses = list(TranslationStatus)
        if issubclass(model_admin.model, Publishable):
            # There is a filter by status.
            statuses.remove(TranslationStatus.MISSING)
        return [
            (f"{status}-{code}", status_label(status, code))
            for code in languages.codes()
            for status in statuses
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        for status, code in product(TranslationStatus, languages.codes()):
            if self.value() == f"{status}-{code}":
                return queryset.filter(status_condition(queryset.model, code, status))
        return queryset
