"""What is known of the event that an article is about, live in the article."""

from django.db import models
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from events.models import Event, Session, with_partners, with_programme
from network import text
from news.models.blocks import Block


class EventBlock(Block):
    """Facts or programme of the article's event as they stand today, never a copy of them.

    What is put right at the event is right here as well, and who is hidden is hidden here. Readers
    who may not read of the event see nothing of it.
    """

    template = "news/_event_block.html"

    class Part(models.TextChoices):
        FACTS = "facts", _("the event in brief")
        PROGRAMME = "programme", _("programme with its people")

    part = models.CharField(
        _("shows"),
        max_length=10,
        choices=Part,
        default=Part.FACTS,
        help_text=_(
            "Taken from the event of this article each time the page is read: what you correct in "
            "the event is correct here, too. Shown once the event is public in that language."
        ),
    )

    class Meta(Block.Meta):
        verbose_name = _("from the event")
        verbose_name_plural = _("from the event")

    def is_shown(self) -> bool:
        return self.event is not None and (self.part == self.Part.FACTS or bool(self.sessions))

    def plain_text(self) -> str:
        return text.plain(render_to_string(self.report, {"block": self}))

    @property
    def event(self) -> Event | None:
        """The event with what the block shows of it, loaded once for all blocks of the article."""
        event = self.parent.shown_event()
        if event:
            shown = with_partners() if self.part == self.Part.FACTS else with_programme()
            prefetch_related_objects([event], shown)
        return event

    @property
    def sessions(self) -> list[Session]:
        """The parts of the programme that a report speaks of."""
        parts = self.event.sessions.all() if self.event else []
        return [part for part in parts if part.kind != Session.Kind.BREAK]

    @property
    def report(self) -> str:
        """The template of its words alone, which pages and newsrooms get alike."""
        return f"news/report/{self.part}.html"
