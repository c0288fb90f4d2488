from typing import ClassVar

from content_editor.models import PluginBase
from django.db import models
from django.utils.translation import gettext_lazy as _

from photos.models import Photo


class Block(PluginBase, models.Model):
    """A section of an article: a text, a quote, a photo. Its order is the same in all languages.

    The fields repeat those of `content_editor.models.create_plugin_base`. That function needs the
    class of the article, which is defined after its blocks. `PluginBase` has no type annotations,
    so `models.Model` tells mypy that this is a model.
    """

    template = ""
    # Where a feed cannot have what the page has, such as a script.
    feed_template = ""
    # The module of `static/` that a page with such a block loads.
    script = ""
    # Whether neighbouring blocks of this model are laid out side by side.
    is_laid_out_in_row = False
    # `Article.all_blocks` loads what these point to for all blocks at once.
    prefetched_foreign_keys: ClassVar[list[str]] = []

    parent = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="%(app_label)s_%(class)s_set"
    )
    region = models.CharField(_("place in the article"), max_length=255)
    ordering = models.IntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["ordering"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def has_content(self) -> bool:
        """Whether there is something to show in the reader's language."""
        return bool(self.plain_text())

    def plain_text(self) -> str:
        """The text in the reader's language without markup, which counts for the reading time."""
        return ""

    def clipboard_text(self) -> str:
        """The text that "Copy text" gives to newsrooms; empty for photos, videos and files."""
        return ""

    def photos(self) -> list[Photo]:
        return []

    def item_showing_photo(self) -> models.Model:
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self.parent
