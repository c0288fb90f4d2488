from calendar import monthrange
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, RichTextField
from cms.i18n import languages

LEAP_YEAR = 2000


class Campaign(models.Model):
    """For example the 16 Days of Activism."""

    name = LineField(_("name"), max_length=160, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    description = RichTextField(_("description"), blank=True)
    from_month = models.PositiveSmallIntegerField(_("from month"))
    from_day = models.PositiveSmallIntegerField(_("from day"))
    to_month = models.PositiveSmallIntegerField(_("to month"))
    to_day = models.PositiveSmallIntegerField(_("to day"))

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["from_month", "from_day"]
        constraints = [
            languages.required_in_any_language("name"),
            models.CheckConstraint(
                condition=Q(from_month__range=(1, 12), to_month__range=(1, 12))
                & Q(from_day__range=(1, 31), to_day__range=(1, 31)),
                name="campaign_has_real_days",
                violation_error_message=_("Give months from 1 to 12 and days from 1 to 31."),
            ),
        ]

    def __str__(self) -> str:
        return str(languages.translated_html(self, "name"))

    def get_absolute_url(self) -> str:
        return reverse("events:campaign", args=[self.slug])

    def calendar_url(self) -> str:
        return reverse("events:campaign-calendar", args=[self.slug])

    def first_day(self) -> date:
        return _day_of_a_year(self.from_month, self.from_day)

    def last_day(self) -> date:
        return _day_of_a_year(self.to_month, self.to_day)


def _day_of_a_year(month: int, day: int) -> date:
    """A date to be printed without its year. 31 February becomes the last day of the month."""
    return date(LEAP_YEAR, month, min(day, monthrange(LEAP_YEAR, month)[1]))
