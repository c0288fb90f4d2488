from django.db import models
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cms.text import rich_text
from events.models import Event, Session, organisations_prefetch, programme_prefetch
from news.models.blocks.block import Block


class EventBlock(Block):
    """Facts or programme of the article's event, never a copy of them.

    A correction of the event corrects the block, and a person who is hidden is hidden here. It is
    empty for readers of a language in which the event is not public.
    """

    template = "news/blocks/_event_block.html"

    class Section(models.TextChoices):
        FACTS = "facts", _("the event in brief")
        PROGRAMME = "programme", _("programme with its people")

    section = models.CharField(
        _("what to show"),
        max_length=10,
        choices=Section,
        default=Section.FACTS,
        help_text=_(
            "Taken from the event of this article each time the page is read: what you correct in "
            "the event is correct here, too. Shown once the event is public in that language."
        ),
    )

    class Meta(Block.Meta):
        verbose_name = _("from the event")
        verbose_name_plural = _("from the event")

    def has_content(self) -> bool:
        is_facts = self.section == self.Section.FACTS
        return self.event is not None and (is_facts or bool(self.sessions))

    def clipboard_text(self) -> str:
        # Line breaks of the template are not those of the text.
        html = " ".join(render_to_string(self.section_template, {"block": self}).split())
        return rich_text.to_plain_text(html)

    @property
    def event(self) -> Event | None:
        """The event with the relations that the block shows, loaded once for the article."""
        event = self.parent.published_event()
        if event:
            prefetch = (
                organisations_prefetch()
                if self.section == self.Section.FACTS
                else programme_prefetch()
            )
            prefetch_related_objects([event], prefetch)
        return event

    @property
    def sessions(self) -> list[Session]:
        sessions = self.event.sessions.all() if self.event else []
        return [session for session in sessions if session.kind != Session.Kind.BREAK]

    @property
    def section_template(self) -> str:
        return f"news/blocks/event/{self.section}.html"
