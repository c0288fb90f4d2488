from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField
from cms.i18n import languages


class SeeAlsoLink(models.Model):
    """A page of another site that an article recommends beside articles of this one. Only readers
    for whose language it has a title see it; the name of its publisher may be borrowed."""

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="see_also_links", verbose_name=_("article")
    )
    url = models.URLField(
        _("address of the page"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("On another site. Articles of this site are chosen under “See also” below."),
    )
    title = LineField(
        _("title of the page"),
        max_length=200,
        blank=True,
        help_text=_("Readers of a language see the link if it has a title in that language."),
    )
    publisher_name = LineField(
        _("publisher of the page"),
        max_length=160,
        blank=True,
        help_text=_(
            "Such as “UN Women”. One language is enough for a name that is the same in both. If "
            "empty, readers see the address of the site."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link under “See also”")
        verbose_name_plural = _("see also: pages of other sites")
        ordering = ["order", "pk"]
        constraints = [languages.required_in_any_language("title")]

    def __str__(self) -> str:
        return languages.translated_text(self, "title")
