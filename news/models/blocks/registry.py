"""Which blocks an article can have: a new one is added here."""

from news.models.blocks.block import Block
from news.models.blocks.event_block import EventBlock
from news.models.blocks.file_block import FileBlock
from news.models.blocks.gallery_block import GalleryBlock
from news.models.blocks.photo_block import PhotoBlock
from news.models.blocks.quote_block import QuoteBlock
from news.models.blocks.statistic_block import StatisticBlock
from news.models.blocks.text_block import TextBlock
from news.models.blocks.video_block import VideoBlock

BLOCK_MODELS: list[type[Block]] = [
    TextBlock,
    FileBlock,
    StatisticBlock,
    EventBlock,
    PhotoBlock,
    QuoteBlock,
    GalleryBlock,
    VideoBlock,
]
