from calendar import monthrange
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.fields import LineField, RichTextField
from cms.i18n import languages
from cms.publishing.page_urls import item_url

# A year for dates that come every year, because it has a 29 February.
LEAP_YEAR = 2000
DAY_FIELDS = ("from_month", "from_day", "to_month", "to_day")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> Self:
        return self.filter(is_public=True)


class Campaign(models.Model):
    """Groups events and articles: a campaign of every year, such as the 16 Days of Activism, or a
    series of events, such as a book tour."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", _("campaign, every year on the same days")
        SERIES = "series", _("series of events, such as a tour or a course")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CAMPAIGN)
    name = LineField(_("name"), max_length=160, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    description = RichTextField(_("description"), blank=True)
    from_month = models.PositiveSmallIntegerField(_("from month"), null=True, blank=True)
    from_day = models.PositiveSmallIntegerField(_("from day"), null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(_("to month"), null=True, blank=True)
    to_day = models.PositiveSmallIntegerField(_("to day"), null=True, blank=True)

    is_public = models.BooleanField(
        _("shown on the site"),
        default=True,
        help_text=_("Untick this while you prepare it: until then only staff see it."),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign or series")
        verbose_name_plural = _("campaigns and series")
        ordering = ["from_month", "from_day"]
        constraints = [
            languages.required_in_any_language("name"),
            models.CheckConstraint(
                # A CHECK passes when it evaluates to NULL, so empty days are excluded by name.
                condition=Q(kind="series", **dict.fromkeys(DAY_FIELDS))
                | Q(kind="campaign", **{f"{name}__isnull": False for name in DAY_FIELDS})
                & Q(from_month__range=(1, 12), to_month__range=(1, 12))
                & Q(from_day__range=(1, 31), to_day__range=(1, 31)),
                name="campaign_has_real_days",
                violation_error_message=_("Enter months from 1 to 12 and days from 1 to 31."),
            ),
        ]

    def __str__(self) -> str:
        return str(languages.translated_html(self, "name"))

    def get_absolute_url(self) -> str:
        return item_url("campaign", self.slug)

    @property
    def published_languages(self) -> list[str]:
        """Those in which it has a name, whether or not `is_public`. Its page in another one shows a
        name in these, and is neither linked nor indexed: its links to other languages and the
        sitemap ask for this as for that of a `Publishable`."""
        return [
            code for code in languages.codes() if getattr(self, languages.field_name("name", code))
        ]

    def url_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()

    def calendar_url(self) -> str:
        return item_url("events:campaign-calendar", self.slug)

    def is_series(self) -> bool:
        return self.kind == self.Kind.SERIES

    def first_day(self) -> date | None:
        return _date_without_year(self.from_month, self.from_day)

    def last_day(self) -> date | None:
        return _date_without_year(self.to_month, self.to_day)


def _date_without_year(month: int | None, day: int | None) -> date | None:
    """A date of which only month and day count; None for a series. 31 February becomes the last day
    of the month."""
    if month is None or day is None:
        return None
    return date(LEAP_YEAR, month, min(day, monthrange(LEAP_YEAR, month)[1]))
