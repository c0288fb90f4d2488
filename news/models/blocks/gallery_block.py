from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField
from news.models.blocks.block import Block
from photos.models import Photo


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

    def item_showing_photo(self) -> models.Model:
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self.gallery.parent
