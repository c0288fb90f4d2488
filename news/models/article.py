"""An article: a press release, a statement, a story, made of blocks in one order."""

from collections.abc import Iterator
from functools import reduce
from itertools import chain, groupby
from operator import attrgetter, or_

from content_editor.contents import contents_for_item
from content_editor.models import Region
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from events.models import Campaign, Event, EventPhoto
from members.models import Organisation
from network import languages, text
from network.fields import LineField, ProseField
from network.models import Contact, Topic
from network.publishing import Publishable, PublishableQuerySet
from news.models.attachments import Correction
from news.models.blocks import Block, FigureBlock, FigureRow, QuoteBlock, TextBlock
from news.models.event_block import EventBlock
from news.models.media_blocks import FileBlock, GalleryBlock, GalleryPhoto, PhotoBlock, VideoBlock
from news.models.rows import items_of, rows_of
from photos.models import Photo, PhotoQuerySet

# These point to nothing that is asked for as well, so they come with the article of a page.
COMING_ALONG = [TextBlock, FileBlock, FigureBlock, EventBlock]
ASKED_FOR = [PhotoBlock, QuoteBlock, GalleryBlock, VideoBlock]
BLOCKS = [*COMING_ALONG, *ASKED_FOR]


class ArticleQuerySet(PublishableQuerySet):
    def for_list(self):
        """With what a card shows."""
        return self.select_related("lead_photo__photographer")

    def about(self, event: Event):
        """What announces an event or reports on it."""
        return self.filter(event=event)

    def mentioning(self, organisation: Organisation):
        """What an organisation published, what quotes it in the reader's language, and what is
        about a public event that it has a part in."""
        quote = languages.column("quote")
        quotes = QuoteBlock.objects.filter(organisation=organisation, **{f"{quote}__gt": ""})
        events = Event.objects.published().filter(partners__organisation=organisation)
        # Each by an index of its own; an OR of the three would read every article.
        found = self.model.objects.filter(published_by=organisation).values("pk")
        about = self.model.objects.filter(event__in=events).values("pk")
        return self.filter(pk__in=found.union(quotes.values("parent"), about))

    def of_campaign(self, campaign: Campaign):
        """What says that it belongs to a campaign, or is about one of its events."""
        own = self.model.objects.filter(campaign=campaign).values("pk")
        events = Event.objects.filter(campaign=campaign)
        of_events = self.model.objects.filter(campaign=None, event__in=events).values("pk")
        return self.filter(pk__in=own.union(of_events))

    def for_page(self):
        """With what the article's own page shows, and which other kinds of blocks to ask for."""
        known = ["lead_photo__photographer", "press_contact", "published_by", "campaign"]
        parts = {
            Topic: Topic.objects.filter(articles=OuterRef("pk")),
            Correction: Correction.objects.filter(article=OuterRef("pk")),
            **{kind: kind.of_outer_article() for kind in COMING_ALONG},
        }
        return self.select_related(*known, "event__campaign").annotate(
            **{rows(part): rows_of(items) for part, items in parts.items()},
            **{has(kind): Exists(kind.of_outer_article()) for kind in ASKED_FOR},
        )


def rows(part: type[models.Model]) -> str:
    """The attribute of an article for its page that holds its parts of a kind (`rows_of`)."""
    return f"{part._meta.model_name}_rows"


def has(part: type[models.Model]) -> str:
    """The attribute that says of an article for its page whether it has parts of a kind."""
    return f"has_{part._meta.model_name}"


def not_before_the_embargo(model: str = "article") -> list[models.CheckConstraint]:
    """The rule, one a language, that nothing is public before its embargo ends."""
    return [
        models.CheckConstraint(
            condition=Q(embargo_until=None)
            | Q(**{f"{languages.column('published_at', code)}__isnull": True})
            | Q(**{f"{languages.column('published_at', code)}__gte": F("embargo_until")}),
            name=f"{model}_{code.replace('-', '_')}_not_before_embargo",
            violation_error_message=_(
                "It cannot become public before its embargo ends. Choose a later moment, or "
                "change the embargo."
            ),
        )
        for code in languages.codes()
    ]


def orders_of_lists() -> list[models.Index]:
    """The orders in which lists show articles, each in every language: all of them, and a kind."""
    return [
        models.Index(
            fields=[*first, f"-{languages.column('published_at', code)}", "-id"],
            name=f"article_{name}_{code.replace('-', '_')}",
        )
        for code in languages.codes()
        for name, first in {"newest": [], "kind": ["kind"]}.items()
    ]


class Article(Publishable):
    """A press release, statement, news item, story, media coverage or resource."""

    list_url, list_label = "news:articles", _("All news")

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press-release", _("Press release")
        STATEMENT = "statement", _("Statement")
        NEWS = "news", _("News")
        STORY = "story", _("Story")
        MEDIA_COVERAGE = "media-coverage", _("Media coverage")
        RESOURCE = "resource", _("Resource")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    title = LineField(_("title"), max_length=200, blank=True)
    standfirst = ProseField(
        _("standfirst"), blank=True, help_text=_("One or two sentences that open the article.")
    )
    dateline = LineField(
        _("dateline"), max_length=120, blank=True, help_text=_("Where the report comes from.")
    )
    byline = LineField(_("byline"), max_length=160, blank=True, help_text=_("Who wrote it."))
    published_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_articles",
        verbose_name=_("published by"),
        help_text=_("Left empty: this network. Only when another organisation published it first."),
    )
    source_url = models.URLField(
        _("original address"),
        blank=True,
        help_text=_("Where the text or the report first appeared."),
    )

    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_articles",
        verbose_name=_("lead photo"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="articles", verbose_name=_("topics")
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("event"),
        help_text=_("The event that the article announces or reports on."),
    )
    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("campaign"),
        help_text=_("Left empty: the campaign of the event."),
    )
    see_also = models.ManyToManyField(
        "self", blank=True, symmetrical=False, verbose_name=_("see also")
    )
    press_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("press contact"),
        help_text=_("Left empty, a press release names the press contact of the network."),
    )
    show_about = models.BooleanField(_("close with the text about the network"), default=False)
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_(
            "Until then it can be read by a preview link only. It cannot become public earlier."
        ),
    )
    reading_minutes_override = models.PositiveSmallIntegerField(
        _("reading time in minutes"),
        null=True,
        blank=True,
        help_text=_("Leave empty to have it counted."),
    )

    regions = [Region(key="body", title=_("Article"))]

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-created_at"]
        constraints = [*Publishable.Meta.constraints, *not_before_the_embargo()]
        indexes = [*Publishable.Meta.indexes, *orders_of_lists()]

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @cached_property
    def all_blocks(self) -> list[Block]:
        """Every block of the article in order: those that came along, and one query a kind that
        did not and that it has."""
        came = {kind: blocks for kind in COMING_ALONG if (blocks := self.came(kind)) is not None}
        asked = [kind for kind in BLOCKS if kind not in came and getattr(self, has(kind), True)]
        contents = contents_for_item(self, asked)
        for block in chain.from_iterable(came.values()):
            block.parent = self
            contents.add(block)
        return sorted(contents["body"], key=attrgetter("ordering", "pk"))

    def came(self, part: type[models.Model]) -> list | None:
        """Its parts of a kind that came along; None where it was not asked for its page."""
        came = getattr(self, rows(part), None)
        return None if came is None else items_of(part, came)

    def page_topics(self) -> list[Topic]:
        came = self.came(Topic)
        return list(self.topics.all()) if came is None else came

    def page_corrections(self) -> list[Correction]:
        came = self.came(Correction)
        return list(self.corrections.all()) if came is None else came

    def blocks(self) -> list[Block]:
        """What the reader's language has words or pictures for."""
        return [block for block in self.all_blocks if block.is_shown()]

    def pieces(self) -> Iterator[Block | FigureRow]:
        """The blocks as the page sets them: neighbouring figures stand in one row."""
        for are_figures, neighbours in groupby(self.blocks(), lambda block: block.stands_in_row):
            if are_figures:
                yield FigureRow(list(neighbours))
            else:
                yield from neighbours

    def scripts(self) -> list[str]:
        """The scripts that the shown blocks ask for, each once."""
        return list(dict.fromkeys(block.script for block in self.blocks() if block.script))

    def videos(self) -> list[VideoBlock]:
        return [block for block in self.blocks() if isinstance(block, VideoBlock)]

    def shown_corrections(self) -> list[Correction]:
        """What was put right in the text of the reader's language, newest first."""
        return [correction for correction in self.page_corrections() if correction.text]

    def plain_text(self) -> str:
        """The article as newsrooms paste it into their systems: words without any markup."""
        body = "\n\n".join(filter(None, (block.plain_text() for block in self.blocks())))
        opening = f"{self.dateline} — " if self.dateline else ""
        return "\n\n".join(filter(None, [self.title, self.standfirst, opening + body, self.byline]))

    def description(self) -> str:
        """What is said of the article where it is linked: its standfirst, else its opening."""
        openings = (block.words() for block in self.blocks())
        return self.standfirst or Truncator(next(filter(None, openings), "")).chars(160)

    def reading_minutes(self) -> int:
        """Whole minutes for the reader's language; see `network.text.reading_minutes`."""
        if self.reading_minutes_override:
            return self.reading_minutes_override
        words = [self.standfirst or "", *(block.words() for block in self.all_blocks)]
        return text.reading_minutes("\n".join(words))

    def shown_event(self) -> Event | None:
        """The event it is about, where the reader may read of it."""
        return self.event if self.event and self.event.is_published else None

    def shown_campaign(self) -> Campaign | None:
        """Its own campaign, else that of its event."""
        return self.campaign or (self.event.campaign if self.event else None)

    def related(self) -> PublishableQuerySet:
        return self.see_also.for_list().published().newest_first()

    def photos(self) -> list[Photo]:
        """Every photo the article shows, each once, in order."""
        shown = [self.lead_photo, *(photo for block in self.all_blocks for photo in block.photos())]
        return list(dict.fromkeys(photo for photo in shown if photo))

    def obstacles(self, language: str) -> list[str]:
        """A withdrawn photo is none: the page closes up where it stood."""
        of_photos = [
            f"{photo}: {sentence}"
            for photo in self.photos()
            if not photo.is_withdrawn()
            for sentence in photo.obstacles(language)
        ]
        embargo = [str(_("Its embargo has not ended yet."))] if self.is_under_embargo() else []
        return [*super().obstacles(language), *embargo, *of_photos]

    def used_on(self) -> "Article":
        return self

    def is_under_embargo(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()


def shown_photos() -> PhotoQuerySet:
    """The photos that public articles and events show in the reader's language.

    Asked photo by photo: joined to all its uses a photo comes as often as their numbers
    multiplied, which kept the database busy for minutes.
    """
    photo, articles, events = OuterRef("pk"), Article.objects, Event.objects
    uses = [
        articles.published().filter(lead_photo=photo),
        PhotoBlock.objects.filter(photo=photo, parent__in=articles.published()),
        GalleryPhoto.objects.filter(photo=photo, gallery__parent__in=articles.published()),
        VideoBlock.objects.filter(poster=photo, parent__in=articles.published()),
        events.published().filter(lead_photo=photo),
        EventPhoto.objects.filter(photo=photo, event__in=events.published()),
    ]
    is_used = reduce(or_, map(_is_there, uses))
    return Photo.objects.showable().filter(is_used).select_related("photographer")


def _is_there(uses: models.QuerySet) -> Q:
    """Like `Exists`, but asked of one photo after the other: for an EXISTS under an OR PostgreSQL
    may read all articles first to remember what they show."""
    return Q(IsNull(Subquery(uses.values("pk")[:1]), False))
