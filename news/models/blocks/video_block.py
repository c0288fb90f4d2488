from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, PlainTextField
from news.media import video_providers
from news.models.blocks.block import Block
from photos.models import Photo


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
