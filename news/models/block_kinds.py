"""Which kinds of blocks an article can have."""

from news.models.blocks import Block, QuoteBlock, StatisticBlock, TextBlock
from news.models.event_block import EventBlock
from news.models.media_blocks import FileBlock, GalleryBlock, PhotoBlock, VideoBlock

BLOCK_KINDS: list[type[Block]] = [
    TextBlock,
    FileBlock,
    StatisticBlock,
    EventBlock,
    PhotoBlock,
    QuoteBlock,
    GalleryBlock,
    VideoBlock,
]
