from collections.abc import Iterator

from django.utils import timezone

from cms.i18n import languages
from cms.text import proofreading_messages
from news.models import Article


def proofread_article(article: Article) -> Iterator[tuple[str, str]]:
    """What to check in a saved article and its blocks. Shape: label of the field, sentence.

    A date without a year is of the year in which the article came out.
    """
    saved = Article.objects.get(pk=article.pk)
    moments = filter(None, map(saved.published_at_in, languages.codes()))
    year = min(moments, default=timezone.now()).year
    for saved_object in [saved, *saved.all_blocks, *saved.corrections.all()]:
        yield from proofreading_messages.proofread(saved_object, year)
