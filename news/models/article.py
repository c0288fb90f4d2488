from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import ClassVar, Self

from content_editor.models import Region
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cms.fields import LineField, PlainTextField
from cms.i18n import languages
from cms.i18n.choice_labels import choice_label
from cms.publishing.page_urls import item_url
from cms.publishing.publishable import (
    Publishable,
    PublishableQuerySet,
    last_publication_index,
)
from cms.text.reading_time import reading_minutes
from events.models import Campaign, Event
from members.models import Organisation
from network.models import Contact, Topic
from news.models.block_loading import ArticleBlocks
from news.models.blocks.quote_block import QuoteBlock
from news.models.blocks.text_block import TextBlock
from photos.models import Photo
from resources.models import Resource


class ArticleQuerySet(PublishableQuerySet["Article"]):
    def with_list_relations(self) -> Self:
        return self.select_related("lead_photo__photographer")

    def about(self, event: Event) -> Self:
        return self.filter(event=event)

    def mentioning(self, organisation: Organisation) -> Self:
        """The articles that an organisation published, that quote it in the reader's language, or
        that are about a public event in which it has a role."""
        quote = languages.field_name("quote")
        quotes = QuoteBlock.objects.filter(organisation=organisation, **{f"{quote}__gt": ""})
        events = Event.objects.published().filter(event_organisations__organisation=organisation)
        # A union, as each part uses an index; an OR of the three would read every article.
        found = Article.objects.filter(publisher=organisation).values("pk")
        about = Article.objects.filter(event__in=events).values("pk")
        return self.filter(pk__in=found.union(quotes.values("parent"), about))

    def of_campaign(self, campaign: Campaign) -> Self:
        """The articles of a campaign, and those about its events that name no other."""
        own = Article.objects.filter(campaign=campaign).values("pk")
        events = Event.objects.filter(campaign=campaign)
        of_events = Article.objects.filter(campaign=None, event__in=events).values("pk")
        return self.filter(pk__in=own.union(of_events))


def embargo_constraints(model: str = "article") -> list[models.CheckConstraint]:
    """An article cannot be public in any language before its embargo ends."""
    return [
        models.CheckConstraint(
            condition=Q(embargo_until=None)
            | Q(**{f"{languages.field_name('published_at', code)}__isnull": True})
            | Q(**{f"{languages.field_name('published_at', code)}__gte": F("embargo_until")}),
            name=f"{model}_{code.replace('-', '_')}_not_before_embargo",
            violation_error_message=_(
                "It cannot become public before its embargo ends. Choose a later moment, or "
                "change the embargo."
            ),
        )
        for code in languages.codes()
    ]


def list_indexes() -> list[models.Index]:
    return [
        models.Index(
            fields=[*first, f"-{languages.field_name('published_at', code)}", "-id"],
            name=f"article_{name}_{code.replace('-', '_')}",
        )
        for code in languages.codes()
        for name, first in {"newest": [], "kind": ["kind"]}.items()
    ]


class Article(ArticleBlocks, Publishable):
    """A press release, a statement or a story. Its texts and photos are blocks, which
    `ArticleBlocks` loads."""

    list_url_name, list_label = "news:articles", _("All news")

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press-release", _("Press release")
        STATEMENT = "statement", _("Statement")
        NEWS = "news", _("News")
        STORY = "story", _("Story")
        MEDIA_COVERAGE = "media-coverage", _("Media coverage")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    title = LineField(_("title"), max_length=200, blank=True)
    standfirst = PlainTextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences that open the article.")
    )
    dateline = LineField(
        _("dateline"), max_length=120, blank=True, help_text=_("Where the report comes from.")
    )
    byline = LineField(_("byline"), max_length=160, blank=True, help_text=_("Who wrote it."))
    publisher = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_articles",
        verbose_name=_("published by"),
        help_text=_(
            "If empty: this network. Fill it in only when another organisation published it first."
        ),
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
        related_name="lead_photo_articles",
        verbose_name=_("lead photo"),
        help_text=_("At the top of the page, in lists, and where somebody shares the link."),
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
        verbose_name=_("campaign or series"),
        help_text=_("If empty: that of the event."),
    )
    resources = models.ManyToManyField(
        Resource,
        blank=True,
        related_name="articles",
        verbose_name=_("resources"),
        help_text=_("The works that the article presents."),
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
        help_text=_("If empty, a press release names the press contact of the network."),
    )
    show_about_network = models.BooleanField(
        _("close with the text about the network"),
        default=False,
        help_text=_("The paragraph from the page “Network”, as at the end of press releases."),
    )
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

    # django-content-editor asks for regions. An article has one, which holds all its blocks.
    regions = [Region(key="body", title=_("Article"))]

    objects: ClassVar = models.Manager.from_queryset(ArticleQuerySet)()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-created_at"]
        constraints = [*Publishable.Meta.constraints, *embargo_constraints()]
        indexes = [
            *Publishable.Meta.indexes,
            *list_indexes(),
            last_publication_index("article"),
        ]

    def kind_label(self) -> str:
        return choice_label(self.Kind, self.kind)

    def get_absolute_url(self) -> str:
        return item_url("news:article", self.slug)

    def opening(self) -> str:
        """The dateline as it stands before the text: Seoul —, (서울)."""
        form = pgettext("a dateline before the text of an article", "{place} —")
        return form.format(place=self.dateline) if self.dateline else ""

    def clipboard_text(self) -> str:
        """The plain text of the article, for newsrooms to copy."""
        body = "\n\n".join(filter(None, self._clipboard_texts()))
        opening = f"{self.opening()} " if self.dateline else ""
        return "\n\n".join(filter(None, [self.title, self.standfirst, opening + body, self.byline]))

    def _clipboard_texts(self) -> Iterator[str]:
        """The texts of its blocks. A heading above a video or photos is omitted with them."""
        blocks = self.shown_blocks()
        for block, following in zip_longest(blocks, blocks[1:]):
            next_is_omitted = following and not following.clipboard_text()
            if not (next_is_omitted and isinstance(block, TextBlock) and block.is_heading()):
                yield block.clipboard_text()

    def last_changed_at(self) -> datetime | None:
        """Not before the publication: readers see no earlier change."""
        moment = self.published_at_in()
        return max(moment, self.updated_at) if moment else None

    def description(self) -> str:
        """The standfirst, else the start of the text; for links to the article."""
        texts = (block.plain_text() for block in self.shown_blocks())
        return self.standfirst or Truncator(next(filter(None, texts), "")).chars(160)

    def reading_minutes(self) -> int:
        if self.reading_minutes_override:
            return self.reading_minutes_override
        texts = [self.standfirst or "", *(block.plain_text() for block in self.all_blocks)]
        return reading_minutes("\n".join(texts))

    def published_event(self) -> Event | None:
        """The event, if it is public in the reader's language."""
        return self.event if self.event and self.event.is_published else None

    def effective_campaign(self) -> Campaign | None:
        """Its campaign, else that of its event."""
        return self.campaign or (self.event.campaign if self.event else None)

    def published_see_also(self) -> list["Article"]:
        if not self.prefetched_rows[Article.see_also.through._meta.label]:
            return []
        return list(self.see_also.with_list_relations().published().newest_first())

    def published_resources(self) -> list[Resource]:
        if not self.prefetched_rows[Article.resources.through._meta.label]:
            return []
        return list(self.resources.published().with_list_relations().newest_first())

    def photos(self) -> list[Photo]:
        photos = [
            self.lead_photo,
            *(photo for block in self.all_blocks for photo in block.photos()),
        ]
        return list(dict.fromkeys(photo for photo in photos if photo))

    def publication_blockers(self, language: str) -> list[str]:
        """A withheld photo blocks nothing, as the page leaves it out."""
        of_photos = [
            f"{photo}: {sentence}"
            for photo in self.photos()
            if not photo.is_withheld()
            for sentence in photo.publication_blockers(language)
        ]
        embargo = [str(_("Its embargo has not ended yet."))] if self.is_under_embargo() else []
        return [*super().publication_blockers(language), *embargo, *of_photos]

    def item_showing_photo(self) -> "Article":
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self

    def is_under_embargo(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()
