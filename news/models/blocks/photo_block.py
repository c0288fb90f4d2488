from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.blocks.block import Block
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
