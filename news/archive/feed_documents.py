"""Articles in feeds, each with its whole text."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.feeds import FeedDocument, entry_id, make_document
from cms.publishing.site_url import absolute_url
from cms.text.rich_text import with_absolute_links
from network.models import Network
from news.archive.feed_sources import ArticleFeed
from news.limits_and_periods import ARTICLES_IN_FEED
from news.models import Article
from photos.templatetags.photos import feed_image


def feed_document(feed: ArticleFeed, network: Network, feed_format: str) -> FeedDocument:
    subtitle = _("The newest articles, at most {number}").format(number=ARTICLES_IN_FEED)
    document = make_document(feed, feed_format, subtitle=subtitle, publisher=network)
    for article in feed.newest():
        document.add_item(**_item(article, network))
    return document


def _item(article: Article, network: Network) -> dict[str, Any]:
    url = absolute_url(article.get_absolute_url())
    context = {"article": article, "network": network}
    content = render_to_string("news/feeds/article.html", context)
    published_at = article.published_at_in()
    return {
        "title": article.title,
        "link": url,
        "description": escape(article.standfirst) if article.standfirst else None,
        "summary": article.standfirst,
        "content": with_absolute_links(content, url).strip(),
        "pubdate": published_at and timezone.localtime(published_at),
        "updateddate": timezone.localtime(article.last_changed_at()),
        "unique_id": entry_id("article", article.pk),
        "author_name": _author_name(article, network),
        "categories": [
            str(article.get_kind_display()),
            *(languages.translated_text(topic, "name") for topic in article.prefetched_topics()),
        ],
        "source_url": article.source_url,
        "image": feed_image(article.lead_photo),
    }


def _author_name(article: Article, network: Network) -> str:
    if article.byline or not article.publisher:
        return article.byline or languages.translated_text(network, "name")
    return languages.translated_text(article.publisher, "name")
