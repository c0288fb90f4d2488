"""How often texts were read, counted by the day: nothing about who read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.i18n import languages


class PageView(models.Model):
    """How often the page of an item was requested on a day, in one language, from one source.

    `kind` and `item_id` are those of `search.models.Entry`: an item keeps its numbers when its
    address changes.
    """

    class Source(models.TextChoices):
        SEARCH_ENGINE = "search-engine", _("search engines")
        SITE_SEARCH = "site-search", _("the search of this site")
        SITE = "site", _("other pages of this site")
        OTHER_SITE = "other-site", _("links on other sites")
        UNKNOWN = "unknown", _("unknown: typed, bookmarked, from an app or an e-mail")

    day = models.DateField(_("day"))
    kind = models.CharField(max_length=20)
    item_id = models.BigIntegerField()
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    source = models.CharField(pgettext_lazy("of readers", "source"), max_length=20, choices=Source)
    count = models.PositiveIntegerField(_("times read"))

    class Meta:
        verbose_name = _("page views")
        verbose_name_plural = _("page views")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "item_id", "language", "source"],
                name="page_views_page_view_is_one",
            )
        ]
        indexes = [models.Index(fields=["kind", "item_id", "day"], name="page_views_of_item")]

    def __str__(self) -> str:
        return f"{self.day}: {self.kind} {self.item_id}"
