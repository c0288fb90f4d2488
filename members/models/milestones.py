import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField, PlainTextField
from cms.i18n import dates, languages
from cms.i18n.dates import Precision

INTERNAL_PATH = re.compile(r"/[^/\\]")


def validate_link(url: str) -> None:
    """Accepts a URL, or a path of this site such as /news/launch/."""
    if INTERNAL_PATH.match(url):
        return
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise ValidationError(
            _("Enter a web address that begins with https://, or one of this site: /news/launch/")
        ) from error


class Milestone(models.Model):
    happened_on = models.DateField(
        pgettext_lazy("a milestone", "when"),
        help_text=_(
            "For a month or a year, choose any day in it and say below how precise the date is."
        ),
    )
    precision = models.CharField(
        _("precise to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    text = PlainTextField(_("text"), blank=True)
    link = LineField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[validate_link],
        help_text=_("To read more: https://… or, within this site, /news/launch/"),
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["happened_on", "pk"]
        constraints = [languages.required_in_any_language("text")]

    def __str__(self) -> str:
        return f"{self.happened_on_display()} · {languages.translated_text(self, 'text')[:80]}"

    def happened_on_display(self) -> str:
        return dates.format_date(self.happened_on, self.precision)

    def iso_date(self) -> str:
        """For `<time datetime>`: 2025-07-09, 2025-07, 2025."""
        return dates.iso_date(self.happened_on, self.precision)

    def link_url(self) -> str:
        """Returns the link; a path of this site gets the prefix of the reader's language."""
        if not INTERNAL_PATH.match(self.link):
            return self.link
        first, _slash, rest = self.link.removeprefix("/").partition("/")
        path = rest if first in languages.codes() else self.link.removeprefix("/")
        return f"/{languages.active()}/{path}"
