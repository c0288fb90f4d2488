"""Says at saving which photos of an item no page shows."""

from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.fields import get_model_field
from cms.text.proofreading_messages import Finding
from photos import completeness
from photos.models import Photo


def find_withheld_in_field(item: Model, field_name: str) -> Iterator[Finding]:
    """The photo that a field of an item, or of a row, has."""
    label = str(capfirst(get_model_field(type(item), field_name).verbose_name))
    return find_withheld(item, field_name, label, [getattr(item, field_name)])


def find_withheld_in_rows(rows: Iterable[Model]) -> Iterator[Finding]:
    """Of rows with a field `photo`."""
    for row in rows:
        yield from find_withheld_in_field(row, "photo")


def find_withheld(
    item: Model, field_name: str, label: str, photos: Iterable[Photo | None]
) -> Iterator[Finding]:
    for photo in photos:
        if photo and photo.is_withheld():
            reasons = completeness.withheld_labels(photo) or [photo.get_consent_display()]
            text = _("No page shows this photo ({reasons}): {photo}")
            sentence = text.format(reasons=", ".join(reasons), photo=photo)
            yield Finding(item, field_name, label, sentence)
