import re

from django.utils.translation import gettext_lazy as _

from cms.fields import RichTextField
from cms.text import rich_text
from news.models.blocks.block import Block

NOTHING_BUT_A_HEADING = re.compile(r"<h([23])>(?:(?!</h\1>).)*</h\1>", re.DOTALL)


class TextBlock(Block):
    template = "news/blocks/_text_block.html"
    feed_template = "news/feeds/_text_block.html"

    body = RichTextField(_("text"), blank=True)

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def opening(self) -> str:
        """The dateline of the article, which stands before its text when it begins with one."""
        article = self.parent
        return article.opening() if article.shown_blocks()[0] == self else ""

    def body_with_footnotes(self) -> str:
        return self.parent.texts_with_footnotes()[self.pk]

    def plain_text(self) -> str:
        return rich_text.to_plain_text(self.body or "")

    def is_heading(self) -> bool:
        return bool(NOTHING_BUT_A_HEADING.fullmatch((self.body or "").strip()))

    def clipboard_text(self) -> str:
        return self.plain_text().replace("\n", "\n\n")
