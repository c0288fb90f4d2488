"""The pieces an article is made of: what all have in common, and those of words."""

from dataclasses import dataclass

from content_editor.models import PluginBase
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from members import naming
from members.models import Organisation, Person
from network import languages, text
from network.fields import LineField, ProseField, RichTextField
from photos.models import Photo


class Block(PluginBase):
    """One piece of an article; all languages share the order, each has its own words.

    Has the fields that `create_plugin_base` gives; that one asks for the class of the article,
    which is defined after its blocks.
    """

    # The module of `static/` that a page with such a block loads; most need none.
    script = ""
    stands_in_row = False

    parent = models.ForeignKey(
        "Article", models.CASCADE, related_name="%(app_label)s_%(class)s_set"
    )
    region = models.CharField(max_length=255)
    ordering = models.IntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["ordering"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def of_outer_article(cls) -> models.QuerySet:
        return cls.objects.filter(parent=OuterRef("pk"))

    def is_shown(self) -> bool:
        return bool(self.words())

    def words(self) -> str:
        """The plain text of the block in the reader's language, for reading time and search."""
        return ""

    def plain_text(self) -> str:
        """What a newsroom copies of the block; empty where it takes pictures and files instead."""
        return ""

    def photos(self) -> list[Photo]:
        return []

    def used_on(self) -> models.Model:
        """The item whose page shows what the block shows."""
        return self.parent


class TextBlock(Block):
    template = "news/_text_block.html"

    body = RichTextField(_("text"), blank=True)

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def words(self) -> str:
        return text.plain(self.body or "")

    def plain_text(self) -> str:
        return self.words().replace("\n", "\n\n")


def one_speaker() -> models.CheckConstraint:
    """The rule that a quote is of one: a person, an organisation, or somebody in a few words."""
    in_words = Q()
    for column in languages.columns("speaker"):
        in_words |= Q(**{f"{column}__isnull": False, f"{column}__gt": ""})
    return models.CheckConstraint(
        condition=Q(person=None, organisation=None)
        | (Q(person=None) | Q(organisation=None)) & ~in_words,
        name="quote_has_one_speaker",
        violation_error_message=_(
            "A quote has one speaker: choose a person or an organisation, or describe somebody."
        ),
    )


class QuoteBlock(Block):
    template = "news/_quote_block.html"

    quote = ProseField(
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
    speaker = LineField(
        _("somebody without a name"),
        max_length=160,
        blank=True,
        help_text=_("For somebody who is not to be named, for example “a participant”."),
    )
    role_text = LineField(_("role on that day"), max_length=240, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [one_speaker()]

    @classmethod
    def get_queryset(cls):
        return cls.objects.select_related("person", "organisation")

    def words(self) -> str:
        return self.quote or ""

    def paragraphs(self) -> list[str]:
        """Without marks around the whole or a paragraph, typed of whichever kind: whoever prints
        the quote sets them."""
        parts = map(text.unquoted, text.unquoted(self.words()).split("\n\n"))
        return [part for part in parts if part]

    def plain_text(self) -> str:
        said = "\n\n".join(self.paragraphs())
        speaker = ", ".join(filter(None, [self.plain_speaker(), naming.plain_role(self)]))
        return f"“{said}”" + (f"\n— {speaker}" if speaker else "")

    def plain_speaker(self) -> str:
        """Who said it, without markup."""
        if self.person:
            return naming.plain_name(self.person)
        if self.organisation:
            return languages.plain_words(self.organisation, "name")
        return self.speaker or ""


class FigureBlock(Block):
    template = "news/_figure_block.html"
    stands_in_row = True

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")

    number = models.PositiveIntegerField(_("number"))
    qualifier = models.CharField(
        _("how exact"), max_length=10, choices=Qualifier, default=Qualifier.EXACT
    )
    counter = LineField(
        _("counted in"),
        max_length=20,
        blank=True,
        help_text=_("What stands right beside the number: %, km, in Korean 명 or 개국."),
    )
    unit = LineField(
        _("of what"),
        max_length=120,
        blank=True,
        help_text=_("For example “participants from 32 countries”."),
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = LineField(_("source"), max_length=160, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def is_shown(self) -> bool:
        return bool(self.unit)

    def words(self) -> str:
        return self.unit or ""

    def plain_text(self) -> str:
        return f"{self.said_number()} {self.unit}"

    def said_number(self) -> str:
        """The number as a newsroom writes it: “over 2,000”, “2,000여 명”, “around 85%”."""
        number = formats.number_format(self.number, force_grouping=True)
        match self.qualifier:
            case self.Qualifier.ABOUT:
                said = pgettext("figure", "around {number}{counter}")
            case self.Qualifier.OVER:
                said = pgettext("figure", "over {number}{counter}")
            case _:
                said = pgettext("figure", "{number}{counter}")
        return said.format(number=number, counter=self.counter or "").strip()

    def origin(self) -> tuple:
        """From when and whom the number is."""
        return self.as_of, self.source


@dataclass
class FigureRow:
    """Neighbouring figures, which stand side by side."""

    figures: list[FigureBlock]

    template = "news/_figure_row.html"

    def shared_origin(self) -> FigureBlock | None:
        """A figure that speaks for the origin of all; None where they differ."""
        origins = {figure.origin() for figure in self.figures}
        return self.figures[0] if len(origins) == 1 else None
