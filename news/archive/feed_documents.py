"""Articles as Atom (RFC 4287) and as JSON Feed (version 1.1), each with its whole text.

Django writes Atom, but without `<content>`, and no JSON Feed. Its view of feeds is not used: it
takes the host name from the request.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from cms.i18n import languages
from cms.publishing.site_url import absolute_url, host_name
from cms.publishing.structured_data import strip_markup
from cms.text.rich_text import with_absolute_links
from network.models import Network
from news.archive.feed_sources import Feed
from news.limits import ARTICLES_IN_FEED
from news.models import Article
from photos.templatetags.photos import share_image

# A feed without articles has not been updated; its format asks for a moment all the same.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# Part of the ids of all articles: another year would make every article new to every reader. When
# an article was drafted is nobody's business.
TAG_YEAR = 2026


class ArticleFeed(SyndicationFeed):
    content_type: str

    def latest_post_date(self) -> datetime:
        """Not the time of the request, so that an unchanged feed has an unchanged ETag."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


class AtomFeed(ArticleFeed, Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(ArticleFeed):
    content_type = "application/feed+json"

    def write(self, outfile: TextIO, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["subtitle"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "items": [_without_empty(self._item(item)) for item in self.items],
        }
        json.dump(feed, outfile, ensure_ascii=False)

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "external_url": item["source_url"],
            "title": item["title"],
            "summary": item["summary"],
            "content_html": item["content"],
            "image": item["image"],
            "date_published": item["pubdate"].isoformat(),
            "date_modified": item["updateddate"].isoformat(),
            "authors": [{"name": item["author_name"]}],
            "tags": list(item["categories"]),
            "language": self.feed["language"],
        }


FEED_TYPES: dict[str, Callable[..., ArticleFeed]] = {"atom": AtomFeed, "json": JsonFeed}


def feed_document(feed: Feed, network: Network, feed_format: str) -> ArticleFeed:
    document = FEED_TYPES[feed_format](
        title=feed.title(network),
        link=absolute_url(feed.page_url),
        description="",
        subtitle=_("The newest articles, at most {number}").format(number=ARTICLES_IN_FEED),
        language=languages.active(),
        author_name=_plain_name(network),
        author_link=absolute_url(f"/{languages.active()}/"),
        feed_url=absolute_url(feed.url(feed_format)),
        # The address of the feed itself, as two feeds may belong to one page.
        feed_guid=absolute_url(feed.url(feed_format)),
    )
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
        "unique_id": article_id(article),
        "author_name": _author_name(article, network),
        "categories": [
            str(article.get_kind_display()),
            *(languages.translated_text(topic, "name") for topic in article.prefetched_topics()),
        ],
        "source_url": article.source_url,
        "image": share_image(article.lead_photo),
    }


def article_id(article: Article) -> str:
    """A `tag:` URI (RFC 4151), which stays the same when the address of the article changes."""
    return f"tag:{host_name()},{TAG_YEAR}:article-{article.pk}-{languages.active()}"


def _author_name(article: Article, network: Network) -> str:
    if article.byline or not article.publisher:
        return article.byline or _plain_name(network)
    return languages.translated_text(article.publisher, "name")


def _plain_name(network: Network) -> str:
    return strip_markup(languages.translated_html(network, "name"))


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
