"""Atom (RFC 4287) and JSON Feed (version 1.1), each with the whole texts of its entries.

Django writes Atom, but without `<content>`, and no JSON Feed. Its view of feeds is not used: it
takes the host name from the request.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from django.db.models import Model
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.i18n import languages
from cms.publishing.page_urls import page_url
from cms.publishing.site_url import absolute_url, host_name

# A feed without entries has not been updated; its format asks for a moment all the same.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# Part of the ids of all entries: another year would make every entry new to every reader. When an
# item was drafted is nobody's business.
TAG_YEAR = 2026


@dataclass(frozen=True, kw_only=True)
class Feed:
    """`label` is what its entries have in common, `page_url` the page that lists them,
    `url_name` the URL pattern of the feed, which takes `url_arguments` and a format."""

    label: str
    page_url: str
    url_name: str
    url_arguments: Sequence[str]

    def url(self, feed_format: str) -> str:
        return page_url(self.url_name, *self.url_arguments, feed_format)

    @property
    def atom_url(self) -> str:
        return self.url("atom")

    @property
    def json_url(self) -> str:
        return self.url("json")

    def links(self) -> list[tuple[str, str]]:
        """Media type and absolute URL of each format."""
        return [
            ("application/atom+xml", absolute_url(self.atom_url)),
            ("application/feed+json", absolute_url(self.json_url)),
        ]


class FeedFormatConverter:
    """For URL patterns; `website/urls.py` registers it."""

    regex = "atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedDocument(SyndicationFeed):
    content_type: str

    def latest_post_date(self) -> datetime:
        """Not the time of the request, so that an unchanged feed has an unchanged ETag."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


class AtomDocument(FeedDocument, Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonDocument(FeedDocument):
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


DOCUMENT_TYPES: dict[str, Callable[..., FeedDocument]] = {
    "atom": AtomDocument,
    "json": JsonDocument,
}


def make_document(feed: Feed, feed_format: str, *, subtitle: str, publisher: Model) -> FeedDocument:
    """Without entries, which `add_item` adds. `publisher` has a `name` and a `short_name`."""
    name = languages.translated_text(publisher, "name")
    short_name = languages.translated_text(publisher, "short_name") or name
    return DOCUMENT_TYPES[feed_format](
        title=f"{short_name}: {feed.label}",
        link=absolute_url(feed.page_url),
        description="",
        subtitle=subtitle,
        language=languages.active(),
        author_name=name,
        author_link=absolute_url(f"/{languages.active()}/"),
        feed_url=absolute_url(feed.url(feed_format)),
        # The address of the feed itself, as two feeds may belong to one page.
        feed_guid=absolute_url(feed.url(feed_format)),
    )


def entry_id(kind: str, pk: int) -> str:
    """A `tag:` URI (RFC 4151), which stays the same when the address of the item changes."""
    return f"tag:{host_name()},{TAG_YEAR}:{kind}-{pk}-{languages.active()}"


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
