"""Which fields of a model are translated, and in which languages an item is written."""

from functools import cache
from typing import Any

from django.db import models
from modeltranslation.translator import NotRegistered, translator

from cms.i18n import languages
from versions.models import ValuesByPath


@cache
def title_field(model: type[models.Model]) -> str:
    """The translated field without which an item does not exist in a language: the first one,
    unless the model names another."""
    return getattr(model, "title_field", "") or translated_fields(model)[0]


@cache
def translated_fields(model: type[models.Model]) -> list[str]:
    """In the order of the model; none for a model that is not translated."""
    try:
        options: Any = translator.get_options_for_model(model)
    except NotRegistered:
        return []
    return [field.name for field in model._meta.fields if field.name in options.fields]


def title_column(model: type[models.Model], language: str) -> str:
    """The title field of one language, such as "title_ko"."""
    return languages.field_name(title_field(model), language)


def written_languages(item: models.Model) -> set[str]:
    """The codes of the languages in which an item has a title."""
    return {code for code in languages.codes() if getattr(item, title_column(type(item), code))}


def written_languages_in(values: ValuesByPath, model: type[models.Model]) -> set[str]:
    return {code for code in languages.codes() if values.get(title_column(model, code))}
