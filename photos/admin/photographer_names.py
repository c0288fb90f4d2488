"""Finds the photographer whose name somebody has typed, or creates one."""

from django.db import transaction
from django.db.models import Q

from cms.i18n import languages
from cms.queries.advisory_locks import lock_until_commit
from cms.text import plain_text
from photos.models import Photographer

# Two uploads that name the same new photographer must not create two.
LOCK = "photos.photographers"


@transaction.atomic
def get_or_create(typed_name: str) -> Photographer | None:
    """Returns the photographer with a name in any language, a new one if there is none; None for an
    empty name.

    "손상민" and "Son Sang-min" find the same person, as does "손상민 · Son Sang-min".
    """
    if not plain_text.clean_line(typed_name):
        return None
    lock_until_commit(LOCK)
    return find(typed_name) or Photographer.objects.create(**split_names(typed_name))


def find(typed_name: str) -> Photographer | None:
    """Returns the photographer of a name that is not empty, if there is one."""
    return Photographer.objects.filter(_has_names(split_names(typed_name))).first()


def split_names(typed_name: str) -> dict[str, str]:
    """Returns the typed names by the field of their language: "손상민 · Son Sang-min" fills two."""
    whole = plain_text.clean_line(typed_name)
    parts = [part.strip() for part in whole.replace("/", "·").split("·") if part.strip()]
    fields = [languages.field_name("name", languages.detect_language(part)) for part in parts]
    if len(set(fields)) == len(parts) > 0:
        return dict(zip(fields, parts, strict=True))
    return {languages.field_name("name", languages.detect_language(whole)): whole}


def _has_names(names: dict[str, str]) -> Q:
    """Several names must all match their fields; one alone may match any."""
    if len(names) > 1:
        return Q(**{f"{field}__iexact": name for field, name in names.items()})
    [name] = names.values()
    condition = Q()
    for field in languages.field_names("name"):
        condition |= Q(**{f"{field}__iexact": name})
    return condition
