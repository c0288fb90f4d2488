"""What the network says: articles and the blocks they are made of."""

from content_editor.contents import contents_for_item
from content_editor.models import Region, create_plugin_base
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from network import text
from network.fields import LineField, ProseField, RichTextField
from network.models import Contact, Topic
from network.publishing import Publishable, PublishableQuerySet
from photos.models import Photo


class ArticleQuerySet(PublishableQuerySet):
    def for_list(self):
        """With what a card shows."""
        return self.select_related("lead_photo__photographer")

    def for_page(self):
        """With what the article's own page shows beside its blocks."""
        return self.select_related("lead_photo__photographer", "press_contact").prefetch_related(
            "topics"
        )


class Article(Publishable):
    """A press release, statement, news item, story, media coverage or resource."""

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
    publisher = LineField(
        _("published by"),
        max_length=160,
        blank=True,
        help_text=_("Only when another organisation published it first."),
    )
    source_url = models.URLField(
        _("original address"), blank=True, help_text=_("Where the text or the report first stood.")
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
    reading_minutes_override = models.PositiveSmallIntegerField(
        _("reading time in minutes"),
        null=True,
        blank=True,
        help_text=_("Left empty it is counted."),
    )

    regions = [Region(key="body", title=_("Article"))]

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-created_at"]

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @cached_property
    def all_blocks(self) -> list["Block"]:
        """Every block of the article in order, one query a kind of block."""
        return list(contents_for_item(self, BLOCKS)["body"])

    def blocks(self) -> list["Block"]:
        """What the reader's language has words or pictures for."""
        return [block for block in self.all_blocks if block.is_shown()]

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

    def related(self) -> PublishableQuerySet:
        return self.see_also.for_list().published().newest_first()

    def photos(self) -> list[Photo]:
        """Every photo the article shows, each once, in order."""
        shown = [self.lead_photo, *(photo for block in self.all_blocks for photo in block.photos())]
        return list(dict.fromkeys(photo for photo in shown if photo))

    def obstacles(self, language: str) -> list[str]:
        of_photos = [
            f"{photo}: {sentence}"
            for photo in self.photos()
            for sentence in photo.obstacles(language)
        ]
        return [*super().obstacles(language), *of_photos]


class Block(create_plugin_base(Article)):
    """One piece of an article; all languages share the order, each has its own words."""

    class Meta:
        abstract = True
        ordering = ["ordering"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def is_shown(self) -> bool:
        return bool(self.words())

    def words(self) -> str:
        """The plain text of the block in the reader's language, for reading time and search."""
        return ""

    def photos(self) -> list[Photo]:
        return []


class TextBlock(Block):
    template = "news/_text_block.html"

    body = RichTextField(_("text"), blank=True)

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def words(self) -> str:
        return text.plain(self.body or "")


class PhotoBlock(Block):
    template = "news/_photo_block.html"

    photo = models.ForeignKey(
        Photo, models.PROTECT, related_name="photo_blocks", verbose_name=_("photo")
    )

    class Meta(Block.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    @classmethod
    def get_queryset(cls):
        return cls.objects.select_related("photo__photographer")

    def is_shown(self) -> bool:
        return self.photo.is_showable()

    def photos(self) -> list[Photo]:
        return [self.photo]


class QuoteBlock(Block):
    template = "news/_quote_block.html"

    quote = ProseField(
        _("quote"),
        blank=True,
        help_text=_("Without quotation marks; they are added. An empty line parts paragraphs."),
    )
    speaker = LineField(_("speaker"), max_length=160, blank=True)
    role = LineField(_("role on that day"), max_length=200, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    def words(self) -> str:
        return self.quote or ""

    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.words().split("\n\n") if part.strip()]


BLOCKS = [TextBlock, PhotoBlock, QuoteBlock]
