"""Pieces of an article to look at, to watch and to take away."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from network import images, languages
from network.fields import LineField, ProseField
from news import documents, video
from news.models.blocks import Block
from photos.models import Photo


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

    def used_on(self) -> models.Model:
        return self.gallery.parent


class VideoBlock(Block):
    template = "news/_video_block.html"
    script = "js/video.js"

    address = models.URLField(
        _("address of the video"),
        validators=[video.check_address],
        help_text=_("On YouTube or Vimeo. Nothing is loaded from there until a reader clicks."),
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
        _("transcript"),
        blank=True,
        help_text=_("For people who cannot hear it: what is said and shown."),
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
