from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, PlainTextField
from cms.files import document_uploads, file_names
from cms.i18n import languages
from news.media import video_providers
from news.models.blocks import Block
from photos.models import Photo


class PhotoBlock(Block):
    template = "news/blocks/_photo_block.html"
    feed_template = "news/feeds/_photo_block.html"
    prefetched_foreign_keys = ["photo"]

    photo = models.ForeignKey(
        Photo, models.PROTECT, related_name="photo_blocks", verbose_name=_("photo")
    )

    class Meta(Block.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def has_content(self) -> bool:
        return self.photo.is_displayable()

    def photos(self) -> list[Photo]:
        return [self.photo]


class GalleryBlock(Block):
    template = "news/blocks/_gallery_block.html"
    feed_template = "news/feeds/_gallery_block.html"
    script = "js/site/gallery.js"

    title = LineField(
        _("title"), max_length=120, blank=True, help_text=_("If empty, it reads “In photos”.")
    )
    default_credit = LineField(
        _("credit of all photos"),
        max_length=200,
        blank=True,
        help_text=_("Saving gives it to the photos that have no credit of their own."),
    )

    class Meta(Block.Meta):
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @cached_property
    def prefetched_gallery_photos(self) -> list["GalleryPhoto"]:
        """`gallery_photos` in order; `Article.all_blocks` loads them for all galleries at once."""
        return list(self.gallery_photos.all())

    def has_content(self) -> bool:
        return bool(self.displayable_photos())

    def photos(self) -> list[Photo]:
        return [gallery_photo.photo for gallery_photo in self.prefetched_gallery_photos]

    def displayable_photos(self) -> list[Photo]:
        return [photo for photo in self.photos() if photo.is_displayable()]


class GalleryPhoto(models.Model):
    gallery = models.ForeignKey(GalleryBlock, models.CASCADE, related_name="gallery_photos")
    photo = models.ForeignKey(
        Photo, models.PROTECT, related_name="gallery_photos", verbose_name=_("photo")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photo of a gallery")
        verbose_name_plural = _("photos of a gallery")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.photo)

    def containing_item(self) -> models.Model:
        """Called by `photos.usage.items_using`."""
        return self.gallery.parent


class VideoBlock(Block):
    template = "news/blocks/_video_block.html"
    feed_template = "news/feeds/_video_block.html"
    prefetched_foreign_keys = ["poster"]
    script = "js/site/video.js"

    url = models.URLField(
        _("address of the video"),
        validators=[video_providers.validate_video_url],
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
    transcript = PlainTextField(
        _("transcript"),
        blank=True,
        help_text=_("For people who cannot hear it: what is said and shown."),
    )

    class Meta(Block.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def has_content(self) -> bool:
        return bool(self.title)

    def plain_text(self) -> str:
        return self.transcript or ""

    def photos(self) -> list[Photo]:
        return [self.poster] if self.poster else []

    def player_url(self) -> str:
        return video_providers.player_url(self.url)

    def provider(self) -> str:
        return video_providers.provider(self.url)


class FileBlock(Block):
    template = "news/blocks/_file_block.html"

    file = models.FileField(
        _("file"),
        upload_to=file_names.random_name("files"),
        validators=[document_uploads.validate_document],
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

    def has_content(self) -> bool:
        return bool(self.title and self.file)

    def extension(self) -> str:
        """The extension of the file in capitals: PDF, DOCX, HWP."""
        return (self.file.name or "").rpartition(".")[2].upper()

    def language_name(self) -> str:
        return languages.language_name(self.language) if self.language else ""
