from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField
from cms.i18n import languages

# A country with more regions in a row would get tiles too small to tap.
MAX_TILE_INDEX = 11


class Region(models.Model):
    """A part of the country, as coarse as a province: a finer one would tell where somebody
    lives."""

    name = LineField(_("name"), max_length=60, blank=True)
    short_name = LineField(
        _("short name"), max_length=12, blank=True, help_text=_("Shown on the map.")
    )
    slug = models.SlugField(_("address"), unique=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=10, help_text=_("The official order of the country’s regions.")
    )

    # The map has six-sided tiles; every second row is shifted by half a tile to the right.
    map_row = models.PositiveSmallIntegerField(
        _("row on the map"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_TILE_INDEX)],
        help_text=_(
            "Count from the top, starting at 0. Leave both empty to keep the region off the map."
        ),
    )
    map_column = models.PositiveSmallIntegerField(
        _("place in the row"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_TILE_INDEX)],
        help_text=_("Count from the left, starting at 0."),
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "slug"]
        constraints = [
            languages.required_in_any_language("name"),
            models.CheckConstraint(
                condition=Q(map_row=None, map_column=None)
                | Q(map_row__isnull=False, map_column__isnull=False),
                name="region_has_row_and_place",
                violation_error_message=_("Enter both the row and the place in it, or neither."),
            ),
            models.UniqueConstraint(
                fields=["map_row", "map_column"],
                name="region_alone_on_its_tile",
                violation_error_message=_("Another region already has this place on the map."),
            ),
        ]

    def __str__(self) -> str:
        return languages.translated_text(self, "name")
