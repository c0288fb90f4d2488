from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cms.fields import LineField
from cms.text.korean_numbers import is_round_number
from news.models.blocks.block import Block


class StatisticBlock(Block):
    template = "news/blocks/_statistic_block.html"
    is_laid_out_in_row = True

    class Exactness(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")

    number = models.PositiveIntegerField(_("number"))
    exactness = models.CharField(
        _("exact or estimated"), max_length=10, choices=Exactness, default=Exactness.EXACT
    )
    unit = LineField(
        _("unit"),
        max_length=20,
        blank=True,
        help_text=_("The unit right beside the number: %, km, in Korean 명 or 개국."),
    )
    label = LineField(
        _("what it counts"),
        max_length=120,
        blank=True,
        help_text=_("For example “participants from 32 countries”."),
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = LineField(_("source"), max_length=160, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def has_content(self) -> bool:
        return bool(self.label)

    def plain_text(self) -> str:
        return self.label or ""

    def clipboard_text(self) -> str:
        return f"{self.formatted_number()} {self.label}"

    def formatted_number(self) -> str:
        """As newsrooms write it: “over 2,000”, “2,000여 명”, “around 85%”."""
        number = formats.number_format(self.number, force_grouping=True)
        match self.exactness:
            case self.Exactness.ABOUT:
                text = pgettext("figure", "around {number}{unit}")
            case self.Exactness.OVER if is_round_number(self.number) and self._unit_is_word():
                text = pgettext("a round figure with a word", "over {number}{unit}")
            case self.Exactness.OVER:
                text = pgettext("figure", "over {number}{unit}")
            case _:
                text = pgettext("figure", "{number}{unit}")
        return text.format(number=number, unit=self.unit or "").strip()

    def _unit_is_word(self) -> bool:
        """Whether the unit is a word, such as 명 or km, and no character such as %."""
        return (self.unit or "").strip()[:1].isalpha()

    def attribution(self) -> tuple[date | None, str | None]:
        return self.as_of, self.source


@dataclass
class StatisticRow:
    """Neighbouring statistics, laid out side by side."""

    statistics: list[StatisticBlock]

    template = "news/blocks/_statistic_row.html"

    def shared_attribution(self) -> StatisticBlock | None:
        """Returns a statistic with the date and source that all have; None where they differ."""
        attributions = {statistic.attribution() for statistic in self.statistics}
        return self.statistics[0] if len(attributions) == 1 else None
