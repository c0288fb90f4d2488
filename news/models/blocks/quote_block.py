from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, PlainTextField
from cms.i18n import languages
from cms.text import plain_text
from members.models import Organisation, Person
from members.names import display_names
from news.models.blocks.block import Block


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
