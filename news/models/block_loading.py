"""How articles load their blocks, and which of them they show."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property

from cms.i18n import languages
from cms.queries.foreign_keys import load_foreign_keys
from cms.queries.json_rows import instance_from_row
from cms.text.footnotes import link_footnotes
from events.models import Event, organisations_prefetch, programme_prefetch
from network.models import Topic
from news.models import prefetch_sql
from news.models.blocks.block import Block
from news.models.blocks.event_block import EventBlock
from news.models.blocks.gallery_block import GalleryBlock, GalleryPhoto
from news.models.blocks.registry import BLOCK_MODELS
from news.models.blocks.statistic_block import StatisticRow
from news.models.blocks.text_block import TextBlock
from news.models.blocks.video_block import VideoBlock
from news.models.corrections import Correction
from news.models.see_also_links import SeeAlsoLink
from photos.models import Photo

PREFETCHED_FOREIGN_KEYS = ["lead_photo", "press_contact", "publisher", "campaign", "event"]
# Those of the objects that these lead to: the credit of a photo, the campaign of an event.
NESTED_FOREIGN_KEYS: dict[type[models.Model], str] = {Photo: "photographer", Event: "campaign"}

Related = TypeVar("Related", bound=models.Model)


class ArticleBlocks(models.Model):
    """The part of `Article` that loads blocks, topics, corrections and links with one statement,
    and what they point to with a second one."""

    class Meta:
        abstract = True

    @cached_property
    def prefetched_rows(self) -> prefetch_sql.Rows:
        """The rows of blocks, topics, corrections, `see_also` and its links to other sites, by the
        label of their model."""
        return prefetch_sql.load_rows(prefetch_statement(type(self)), [self.pk])[self.pk]

    def prefetched_objects(self, model: type[Related]) -> list[Related]:
        return [instance_from_row(model, row) for row in self.prefetched_rows[model._meta.label]]

    @cached_property
    def all_blocks(self) -> list[Block]:
        """Its blocks in order, with the photos, people and organisations that they show.

        The foreign keys of the article itself are loaded with them.
        """
        blocks = self._blocks_without_foreign_keys()
        prefetch_foreign_keys([(self, blocks)])
        return blocks

    def _blocks_without_foreign_keys(self) -> list[Block]:
        blocks: list[Block] = [
            block for model in BLOCK_MODELS for block in self.prefetched_objects(model)
        ]
        gallery_photos = self.prefetched_objects(GalleryPhoto)
        for block in blocks:
            block.parent = cast(Any, self)
            if isinstance(block, GalleryBlock):
                block.prefetched_gallery_photos = [
                    gallery_photo
                    for gallery_photo in gallery_photos
                    if gallery_photo.gallery_id == block.pk
                ]
        return sorted(blocks, key=attrgetter("ordering", "pk"))

    def prefetched_topics(self) -> list[Topic]:
        return self.prefetched_objects(Topic)

    def prefetched_corrections(self) -> list[Correction]:
        return self.prefetched_objects(Correction)

    def shown_corrections(self) -> list[Correction]:
        """The corrections in the reader's language, newest first."""
        return [correction for correction in self.prefetched_corrections() if correction.text]

    def shown_see_also_links(self) -> list[SeeAlsoLink]:
        """The pages of other sites that have a title in the reader's language, in order."""
        return [link for link in self.prefetched_objects(SeeAlsoLink) if link.title]

    def shown_blocks(self) -> list[Block]:
        """The blocks with texts or photos in the reader's language."""
        language = languages.active()
        if language not in self._shown_blocks:
            shown = [block for block in self.all_blocks if block.has_content()]
            self._shown_blocks[language] = shown
        return self._shown_blocks[language]

    @cached_property
    def _shown_blocks(self) -> dict[str, list[Block]]:
        return {}

    def texts_with_footnotes(self) -> dict[int, str]:
        """The texts in the reader's language by the keys of their blocks. A note may stand in a
        later text than its mark."""
        language = languages.active()
        if language not in self._texts_with_footnotes:
            blocks = [block for block in self.shown_blocks() if isinstance(block, TextBlock)]
            texts = link_footnotes([block.body or "" for block in blocks])
            keys = [block.pk for block in blocks]
            self._texts_with_footnotes[language] = dict(zip(keys, texts, strict=True))
        return self._texts_with_footnotes[language]

    @cached_property
    def _texts_with_footnotes(self) -> dict[str, dict[int, str]]:
        return {}

    def layout(self) -> Iterator[Block | StatisticRow]:
        """The blocks of the page, with neighbouring statistics in one row."""
        for are_statistics, neighbours in groupby(
            self.shown_blocks(), lambda block: block.is_laid_out_in_row
        ):
            if are_statistics:
                yield StatisticRow(list(neighbours))
            else:
                yield from neighbours

    def begins_with_text(self) -> bool:
        """Whether the dateline stands before a text; else it is a line of its own."""
        return isinstance(next(iter(self.shown_blocks()), None), TextBlock)

    def scripts(self) -> list[str]:
        return list(dict.fromkeys(block.script for block in self.shown_blocks() if block.script))

    def videos(self) -> list[VideoBlock]:
        return [block for block in self.shown_blocks() if isinstance(block, VideoBlock)]


@cache
def prefetch_statement(article_model: type[ArticleBlocks]) -> str:
    row_queries = [prefetch_sql.rows_by_foreign_key(model, "parent") for model in BLOCK_MODELS]
    row_queries.append(prefetch_sql.rows_by_foreign_key(GalleryPhoto, "gallery", "parent"))
    row_queries.append(prefetch_sql.rows_by_foreign_key(Correction, "article"))
    row_queries.append(prefetch_sql.rows_by_foreign_key(SeeAlsoLink, "article"))
    row_queries.append(prefetch_sql.rows_by_many_to_many(article_model, "topics"))
    for name, foreign_key in (("see_also", "from_article"), ("resources", "article")):
        links: Any = article_model._meta.get_field(name)
        row_queries.append(
            prefetch_sql.rows_by_foreign_key(links.remote_field.through, foreign_key)
        )
    return prefetch_sql.build_statement(row_queries)


def prefetch_blocks(articles: Sequence[ArticleBlocks]) -> None:
    """Load `all_blocks` of many articles with as many queries as one takes, and what they show of
    events."""
    if not articles:
        return
    statement = prefetch_statement(type(articles[0]))
    rows = prefetch_sql.load_rows(statement, [article.pk for article in articles])
    for article in articles:
        article.prefetched_rows = rows[article.pk]
        article.all_blocks = article._blocks_without_foreign_keys()
    prefetch_foreign_keys((article, article.all_blocks) for article in articles)
    blocks = chain.from_iterable(article.all_blocks for article in articles)
    events = [block.parent.event for block in blocks if isinstance(block, EventBlock)]
    prefetch_related_objects(
        list(dict.fromkeys(filter(None, events))), organisations_prefetch(), programme_prefetch()
    )


def prefetch_foreign_keys(articles: Iterable[tuple[ArticleBlocks, list[Block]]]) -> None:
    users: list[tuple[models.Model, str]] = []
    for article, blocks in articles:
        users += [(article, name) for name in PREFETCHED_FOREIGN_KEYS]
        for block in blocks:
            users += [(block, name) for name in block.prefetched_foreign_keys]
            if isinstance(block, GalleryBlock):
                users += [(one, "photo") for one in block.prefetched_gallery_photos]
    loaded = load_foreign_keys(users)
    load_foreign_keys(
        (item, NESTED_FOREIGN_KEYS[type(item)])
        for item in loaded
        if type(item) in NESTED_FOREIGN_KEYS
    )
