from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import capfirst

from cms.i18n import languages
from cms.text import proofreading_messages
from cms.text.proofreading_messages import Finding
from news.models import Article, GalleryBlock, PhotoBlock, VideoBlock
from photos.admin import withheld_photos

PHOTO_FIELDS = {PhotoBlock: "photo", GalleryBlock: "photos", VideoBlock: "poster"}


def proofread_article(article: Article) -> Iterator[Finding]:
    """What to check in a saved article and its blocks.

    A date without a year is of the year in which the article came out.
    """
    saved = Article.objects.get(pk=article.pk)
    moments = filter(None, map(saved.published_at_in, languages.codes()))
    year = min(moments, default=timezone.now()).year
    rows = [*saved.all_blocks, *saved.corrections.all(), *saved.see_also_links.all()]
    for saved_object in [saved, *rows]:
        yield from proofreading_messages.proofread(saved_object, year)
    yield from withheld_photos.find_withheld_in_field(saved, "lead_photo")
    for block in saved.all_blocks:
        if field_name := PHOTO_FIELDS.get(type(block)):
            label = str(capfirst(block._meta.verbose_name))
            yield from withheld_photos.find_withheld(block, field_name, label, block.photos())
