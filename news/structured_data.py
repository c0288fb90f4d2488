"""Articles and press photos for search engines (schema.org), with the same texts and credits as
their pages."""

from datetime import datetime

from django.utils import timezone

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import strip_markup
from members.directory.structured_data import organisation_object
from network.models import Network
from network.structured_data import as_publisher
from news.models import Article, VideoBlock
from photos.models import Photo
from photos.structured_data import image_object

REPORTS = (Article.Kind.PRESS_RELEASE, Article.Kind.STATEMENT, Article.Kind.NEWS)


def article_object(article: Article, network: Network) -> dict:
    return {
        **_work(article, languages.active()),
        "mainEntityOfPage": absolute_url(article.get_absolute_url()),
        "description": article.standfirst,
        "dateline": article.dateline,
        "articleSection": article.kind_label(),
        "keywords": [strip_markup(str(topic)) for topic in article.prefetched_topics()],
        "datePublished": _moment(article.published_at_in()),
        "dateModified": _moment(article.last_changed_at()),
        "author": {"@type": "Person", "name": article.byline} if article.byline else None,
        "publisher": _publisher(article, network),
        "image": [data for photo in article.photos() if (data := image_object(photo))],
        "video": [_video(block) for block in article.videos()],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": correction.corrected_on,
            }
            for correction in article.shown_corrections()
        ],
        **_translations(article),
    }


def press_photo_object(photo: Photo, page: str) -> dict:
    """`acquireLicensePage` is the page of the photo itself."""
    return (image_object(photo) or {}) | {"acquireLicensePage": page}


def _video(block: VideoBlock) -> dict:
    poster = image_object(block.poster) if block.poster else None
    data = {
        "@type": "VideoObject",
        "name": block.title,
        "url": block.url,
        "embedUrl": block.player_url(),
        "thumbnailUrl": poster and poster["contentUrl"],
        "transcript": block.transcript,
        "inLanguage": languages.active(),
    }
    return {key: value for key, value in data.items() if value}


def _work(article: Article, language: str) -> dict:
    return {
        "@type": "NewsArticle" if article.kind in REPORTS else "Article",
        "headline": article.title_in(language),
        "inLanguage": language,
        "url": absolute_url(article.url_in(language)),
    }


def _translations(article: Article) -> dict:
    """The public translations name the original, and it names them."""
    original, here = article.original_language, languages.active()
    others = [code for code in article.published_languages if code != here]
    if here == original:
        return {"workTranslation": [_work(article, code) for code in others]}
    return {"translationOfWork": _work(article, original) if original in others else None}


def _publisher(article: Article, network: Network) -> dict:
    if article.publisher:
        return organisation_object(article.publisher)
    return as_publisher(network)


def _moment(moment: datetime | None) -> str:
    """With the offset of the network's time zone: `2025-07-23T10:00:00+09:00`."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
