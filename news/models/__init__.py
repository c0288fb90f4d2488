from news.models.article import Article, ArticleQuerySet, embargo_constraints
from news.models.block_loading import prefetch_blocks
from news.models.blocks.block import Block
from news.models.blocks.event_block import EventBlock
from news.models.blocks.file_block import FileBlock
from news.models.blocks.gallery_block import GalleryBlock, GalleryPhoto
from news.models.blocks.photo_block import PhotoBlock
from news.models.blocks.quote_block import QuoteBlock, one_speaker_constraint
from news.models.blocks.registry import BLOCK_MODELS
from news.models.blocks.statistic_block import StatisticBlock, StatisticRow
from news.models.blocks.text_block import TextBlock
from news.models.blocks.video_block import VideoBlock
from news.models.corrections import Correction
from news.models.preview_links import PreviewLink
from news.models.see_also_links import SeeAlsoLink

__all__ = [
    "BLOCK_MODELS",
    "Article",
    "ArticleQuerySet",
    "Block",
    "Correction",
    "EventBlock",
    "FileBlock",
    "GalleryBlock",
    "GalleryPhoto",
    "PhotoBlock",
    "PreviewLink",
    "QuoteBlock",
    "SeeAlsoLink",
    "StatisticBlock",
    "StatisticRow",
    "TextBlock",
    "VideoBlock",
    "embargo_constraints",
    "one_speaker_constraint",
    "prefetch_blocks",
]
