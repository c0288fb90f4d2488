"""What the network says: articles and the blocks they are made of."""

from news.models.article import (
    BLOCKS,
    Article,
    ArticleQuerySet,
    not_before_the_embargo,
    shown_photos,
)
from news.models.attachments import Correction, PreviewLink
from news.models.blocks import Block, FigureBlock, FigureRow, QuoteBlock, TextBlock, one_speaker
from news.models.event_block import EventBlock
from news.models.media_blocks import (
    FileBlock,
    GalleryBlock,
    GalleryPhoto,
    PhotoBlock,
    VideoBlock,
)

__all__ = [
    "BLOCKS",
    "Article",
    "ArticleQuerySet",
    "Block",
    "Correction",
    "EventBlock",
    "FigureBlock",
    "FigureRow",
    "FileBlock",
    "GalleryBlock",
    "GalleryPhoto",
    "PhotoBlock",
    "PreviewLink",
    "QuoteBlock",
    "TextBlock",
    "VideoBlock",
    "not_before_the_embargo",
    "one_speaker",
    "shown_photos",
]
