"""What the network has come through."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from network import dates, languages
from network.dates import Precision
from network.fields import LineField, ProseField

WITHIN_THIS_SITE = re.compile(r"/[^/\\]")


def check_link(address: str) -> None:
    """A whole web address, or one of this site: /news/launch/."""
    if WITHIN_THIS_SITE.match(address):
        return
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise ValidationError(
            _("Type a web address that begins with https://, or one of this site: /news/launch/")
        ) from error


class Milestone(models.Model):
    """An entry of the timeline on the page about the network."""

    happened_on = models.DateField(
        _("when"),
        help_text=_(
            "For a month or a year, choose any day in it and say below how exact the date is."
        ),
    )
    precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    text = ProseField(_("text"), blank=True)
    link = LineField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[check_link],
        help_text=_("To read more: https://… or, within this site, /news/launch/"),
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["happened_on", "pk"]
        constraints = [languages.said_somewhere("text")]

    def __str__(self) -> str:
        return f"{self.date()} · {languages.plain_words(self, 'text')[:80]}"

    def date(self) -> str:
        return dates.printed(self.happened_on, self.precision)

    def machine_date(self) -> str:
        """As `<time datetime>` has it: 2025-07-09, 2025-07, 2025."""
        form = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
        return self.happened_on.strftime(form[self.precision])

    def address(self) -> str:
        """Where the link leads; a page of this site is read in the reader's language."""
        if not WITHIN_THIS_SITE.match(self.link):
            return self.link
        first, _slash, rest = self.link.removeprefix("/").partition("/")
        path = rest if first in languages.codes() else self.link.removeprefix("/")
        return f"/{languages.active()}/{path}"
