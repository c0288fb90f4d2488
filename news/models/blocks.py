import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from content_editor.models import PluginBase
from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cms.fields import LineField, PlainTextField, RichTextField
from cms.i18n import languages
from cms.text import plain_text, rich_text
from cms.text.korean_numbers import is_round_number
from members.models import Organisation, Person
from members.names import display_names
from photos.models import Photo

NOTHING_BUT_A_HEADING = re.compile(r"<h([23])>(?:(?!</h\1>).)*</h\1>", re.DOTALL)


class Block(PluginBase, models.Model):
    """A section of an article: a text, a quote, a photo. Its order is the same in all languages.

    The fields repeat those of `content_editor.models.create_plugin_base`. That function needs the
    class of the article, which is defined after its blocks. `PluginBase` has no type annotations,
    so `models.Model` tells mypy that this is a model.
    """

    template = ""
    # Where a feed cannot have what the page has, such as a script.
    feed_template = ""
    # The module of `static/` that a page with such a block loads.
    script = ""
    # Whether neighbouring blocks of this model are laid out side by side.
    is_laid_out_in_row = False
    # `Article.all_blocks` loads what these point to for all blocks at once.
    prefetched_foreign_keys: ClassVar[list[str]] = []

    parent = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="%(app_label)s_%(class)s_set"
    )
    region = models.CharField(_("place in the article"), max_length=255)
    ordering = models.IntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["ordering"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def has_content(self) -> bool:
        """Whether there is something to show in the reader's language."""
        return bool(self.plain_text())

    def plain_text(self) -> str:
        """The text in the reader's language without markup, which counts for the reading time."""
        return ""

    def clipboard_text(self) -> str:
        """The text that "Copy text" gives to newsrooms; empty for photos, videos and files."""
        return ""

    def photos(self) -> list[Photo]:
        return []

    def containing_item(self) -> models.Model:
        """Called by `photos.usage.items_using`."""
        return self.parent


class TextBlock(Block):
    template = "news/blocks/_text_block.html"

    body = RichTextField(_("text"), blank=True)

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def opening(self) -> str:
        """The dateline of the article, which stands before its text when it begins with one."""
        article = self.parent
        return article.opening() if article.shown_blocks()[0] == self else ""

    def plain_text(self) -> str:
        return rich_text.to_plain_text(self.body or "")

    def is_heading(self) -> bool:
        return bool(NOTHING_BUT_A_HEADING.fullmatch((self.body or "").strip()))

    def clipboard_text(self) -> str:
        return self.plain_text().replace("\n", "\n\n")


def one_speaker_constraint() -> models.CheckConstraint:
    """A quote has one speaker: a person, an organisation or somebody without a name."""
    has_unnamed_speaker = Q()
    for column in languages.field_names("unnamed_speaker"):
        has_unnamed_speaker |= Q(**{f"{column}__isnull": False, f"{column}__gt": ""})
    return models.CheckConstraint(
        condition=Q(person=None, organisation=None)
        | (Q(person=None) | Q(organisation=None)) & ~has_unnamed_speaker,
        name="quote_has_one_speaker",
        violation_error_message=_(
            "A quote has one speaker: choose a person or an organisation, or describe somebody."
        ),
    )


class QuoteBlock(Block):
    template = "news/blocks/_quote_block.html"
    prefetched_foreign_keys = ["person", "organisation"]

    quote = PlainTextField(
        _("quote"),
        blank=True,
        help_text=_(
            "Leave out the quotation marks; they are added. Leave an empty line between paragraphs."
        ),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        verbose_name=_("organisation"),
    )
    unnamed_speaker = LineField(
        _("somebody without a name"),
        max_length=160,
        blank=True,
        help_text=_("For somebody who is not to be named, for example “a participant”."),
    )
    job_title = LineField(_("job title on that day"), max_length=240, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [one_speaker_constraint()]

    def plain_text(self) -> str:
        return self.quote or ""

    def paragraphs(self) -> list[str]:
        """The paragraphs without quotation marks, which templates and `clipboard_text` add."""
        paragraphs = map(
            plain_text.strip_quotation_marks,
            plain_text.strip_quotation_marks(self.plain_text()).split("\n\n"),
        )
        return [paragraph for paragraph in paragraphs if paragraph]

    def clipboard_text(self) -> str:
        quote = "\n\n".join(self.paragraphs())
        name_and_title = [self.speaker(), display_names.plain_job_title(self)]
        attribution = ", ".join(filter(None, name_and_title))
        return f"“{quote}”" + (f"\n— {attribution}" if attribution else "")

    def speaker(self) -> str:
        if self.person:
            return display_names.plain_display_name(self.person)
        if self.organisation:
            return languages.translated_text(self.organisation, "name")
        return self.unnamed_speaker or ""


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
