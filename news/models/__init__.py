from news.models.article import Article, ArticleQuerySet, embargo_constraints
from news.models.block_kinds import BLOCK_KINDS
from news.models.block_loading import prefetch_blocks
from news.models.blocks import (
    Block,
    QuoteBlock,
    StatisticBlock,
    StatisticRow,
    TextBlock,
    one_speaker_constraint,
)
from news.models.corrections import Correction
from news.models.event_block import EventBlock
from news.models.media_blocks import FileBlock, GalleryBlock, GalleryPhoto, PhotoBlock, VideoBlock
from news.models.preview_links import PreviewLink

__all__ = [
    "BLOCK_KINDS",
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
    "StatisticBlock",
    "StatisticRow",
    "TextBlock",
    "VideoBlock",
    "embargo_constraints",
    "one_speaker_constraint",
    "prefetch_blocks",
]
