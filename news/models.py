"""What the network says: articles and the blocks they are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from content_editor.contents import contents_for_item
from content_editor.models import Region, create_plugin_base
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from events.models import Event
from network import images, languages, text
from network.fields import LineField, ProseField, RichTextField
from network.models import Contact, Topic
from network.publishing import Publishable, PublishableQuerySet
from news import documents, video
from photos.models import Photo, PhotoQuerySet


class ArticleQuerySet(PublishableQuerySet):
    def for_list(self):
        """With what a card shows."""
        return self.select_related("lead_photo__photographer")

    def for_page(self):
        """With what the article's own page shows, and which kinds of blocks to ask for."""
        parts = {has(part): Exists(part.of_outer_article()) for part in BLOCKS}
        topics = Topic.objects.filter(articles=OuterRef("pk"))
        corrections = Correction.objects.filter(article=OuterRef("pk"))
        return self.select_related("lead_photo__photographer", "press_contact").annotate(
            topic_rows=rows_of(topics, "slug", *languages.columns("name")),
            correction_rows=rows_of(corrections, "corrected_on", *languages.columns("text")),
            **parts,
        )


def has(part: type[models.Model]) -> str:
    """The attribute that says of an article for its page whether it has parts of a kind."""
    return f"has_{part._meta.model_name}"


def rows_of(items: models.QuerySet, *columns: str) -> ArraySubquery:
    """A few short rows within the article's own query, each as a dict; dates come as texts."""
    row = JSONObject(**{column: column for column in columns})
    return ArraySubquery(items.annotate(row=row).values("row"))


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
        help_text=_("Left empty it is counted."),
    )

    regions = [Region(key="body", title=_("Article"))]

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-created_at"]
        constraints = [*Publishable.Meta.constraints, *not_before_the_embargo()]

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @cached_property
    def all_blocks(self) -> list["Block"]:
        """Every block of the article in order, one query a kind of block that it has."""
        kinds = [kind for kind in BLOCKS if getattr(self, has(kind), True)]
        return list(contents_for_item(self, kinds)["body"])

    def page_topics(self) -> list[Topic]:
        """Its topics; those that came with the article where it was asked for its page."""
        rows = getattr(self, "topic_rows", None)
        return list(self.topics.all()) if rows is None else [Topic(**row) for row in rows]

    def page_corrections(self) -> list["Correction"]:
        rows = getattr(self, "correction_rows", None)
        return list(self.corrections.all()) if rows is None else [*map(Correction.of_row, rows)]

    def blocks(self) -> list["Block"]:
        """What the reader's language has words or pictures for."""
        return [block for block in self.all_blocks if block.is_shown()]

    def pieces(self) -> Iterator["Block | FigureRow"]:
        """The blocks as the page sets them: neighbouring figures stand in one row."""
        for are_figures, neighbours in groupby(self.blocks(), lambda block: block.stands_in_row):
            if are_figures:
                yield FigureRow(list(neighbours))
            else:
                yield from neighbours

    def scripts(self) -> list[str]:
        """The scripts that the shown blocks ask for, each once."""
        return list(dict.fromkeys(block.script for block in self.blocks() if block.script))

    def videos(self) -> list["VideoBlock"]:
        return [block for block in self.blocks() if isinstance(block, VideoBlock)]

    def shown_corrections(self) -> list["Correction"]:
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


class Correction(models.Model):
    """What was wrong in an article and when it was put right; shown on its page."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    corrected_on = models.DateField(_("corrected on"), default=timezone.localdate)
    text = ProseField(_("what was corrected"), blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_on", "-pk"]
        constraints = [languages.said_somewhere("text")]

    def __str__(self) -> str:
        return str(languages.words(self, "text"))[:80]

    @classmethod
    def of_row(cls, row: dict) -> "Correction":
        return cls(**row | {"corrected_on": date.fromisoformat(row["corrected_on"])})


class PreviewLink(models.Model):
    """Lets anybody who has it read an article in one language before it is public."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="preview_links", verbose_name=_("article")
    )
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    whom = LineField(_("for whom"), max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.whom or f"{self.pk}"

    def works(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Block(create_plugin_base(Article)):
    """One piece of an article; all languages share the order, each has its own words."""

    # The module of `static/` that a page with such a block loads; most need none.
    script = ""
    stands_in_row = False

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

    def used_on(self) -> Article:
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

    def plain_text(self) -> str:
        said = "\n\n".join(self.paragraphs())
        speaker = ", ".join(filter(None, [self.speaker, self.role]))
        return f"“{said}”" + (f"\n— {speaker}" if speaker else "")


class GalleryBlock(Block):
    template = "news/_gallery_block.html"
    script = "js/gallery.js"

    title = LineField(
        _("title"), max_length=120, blank=True, help_text=_("Left empty it reads “In photos”.")
    )
    default_credit = LineField(
        _("credit of all photos"),
        max_length=200,
        blank=True,
        help_text=_("Saving gives it to the photos that have no credit of their own."),
    )
    pictures = models.ManyToManyField(
        Photo, through="GalleryPhoto", related_name="gallery_blocks", verbose_name=_("photos")
    )

    class Meta(Block.Meta):
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @classmethod
    def get_queryset(cls):
        return cls.objects.prefetch_related(
            Prefetch("places", GalleryPhoto.objects.select_related("photo__photographer"))
        )

    def is_shown(self) -> bool:
        return bool(self.shown_photos())

    def photos(self) -> list[Photo]:
        return [place.photo for place in self.places.all()]

    def shown_photos(self) -> list[Photo]:
        return [photo for photo in self.photos() if photo.is_showable()]


class GalleryPhoto(models.Model):
    """The place of a photo in a gallery."""

    gallery = models.ForeignKey(GalleryBlock, models.CASCADE, related_name="places")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="gallery_places")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.photo)

    def used_on(self) -> Article:
        return self.gallery.parent


class VideoBlock(Block):
    template = "news/_video_block.html"
    script = "js/video.js"

    address = models.URLField(
        _("address of the video"),
        validators=[video.check_address],
        help_text=_("On YouTube or Vimeo. Nothing is asked of them before a reader clicks."),
    )
    title = LineField(_("title"), max_length=160, blank=True)
    poster = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="video_blocks",
        verbose_name=_("picture before the click"),
    )
    transcript = ProseField(
        _("transcript"), blank=True, help_text=_("What is said and shown, for who cannot hear it.")
    )

    class Meta(Block.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    @classmethod
    def get_queryset(cls):
        return cls.objects.select_related("poster__photographer")

    def is_shown(self) -> bool:
        return bool(self.title)

    def words(self) -> str:
        return self.transcript or ""

    def photos(self) -> list[Photo]:
        return [self.poster] if self.poster else []

    def player_address(self) -> str:
        """The address of the provider's player that sets no cookie."""
        return video.player_address(self.address)

    def provider(self) -> str:
        """Who is asked when the video is played: "YouTube"."""
        return video.provider(self.address)


class FileBlock(Block):
    template = "news/_file_block.html"

    file = models.FileField(
        _("file"),
        upload_to=images.random_name("files"),
        validators=[documents.check],
        help_text=_("PDF or an office file (Word, Excel, PowerPoint, OpenDocument, HWP)."),
    )
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    title = LineField(_("title"), max_length=160, blank=True)
    language = models.CharField(
        _("language of the file"), max_length=10, blank=True, choices=languages.choices
    )

    class Meta(Block.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def save(self, *args, **kwargs):
        self.size = self.file.size if self.file else 0
        super().save(*args, **kwargs)

    def is_shown(self) -> bool:
        return bool(self.title and self.file)

    def kind(self) -> str:
        """What the file is, as readers know it: PDF, DOCX, HWP."""
        return self.file.name.rpartition(".")[2].upper()

    def language_name(self) -> str:
        return languages.name(self.language) if self.language else ""


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


BLOCKS = [
    TextBlock,
    PhotoBlock,
    QuoteBlock,
    GalleryBlock,
    VideoBlock,
    FileBlock,
    FigureBlock,
]


def shown_photos() -> PhotoQuerySet:
    """The photos that public articles and events show in the reader's language."""
    public, events = Article.objects.published(), Event.objects.published()
    return (
        Photo.objects.showable()
        .filter(
            Q(led_articles__in=public)
            | Q(photo_blocks__parent__in=public)
            | Q(gallery_places__gallery__parent__in=public)
            | Q(video_blocks__parent__in=public)
            | Q(led_events__in=events)
            | Q(event_places__event__in=events)
        )
        .select_related("photographer")
        .distinct()
    )
