"""Marks the languages into which an item need not be translated, so that none counts as missing."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models

from versions.models import UnneededTranslation
from versions.translations.translated_fields import written_languages


def mark(item: models.Model, language: str, by: User) -> bool:
    """Returns whether it is marked now and was not: a language with a text is never marked."""
    written = written_languages(item)
    if language in written or not written:
        return False
    _mark, is_new = UnneededTranslation.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        language=language,
        defaults={"marked_by": by},
    )
    return is_new


def unmark(item: models.Model, codes: Collection[str]) -> bool:
    """Returns whether one was marked."""
    marks = UnneededTranslation.objects.for_item(item).filter(language__in=codes)
    return bool(marks.delete()[0])
