"""Feeds of resources: of all, and of each kind."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.feeds import Feed, FeedDocument, entry_id, make_document
from cms.publishing.site_url import absolute_url
from cms.text.rich_text import with_absolute_links
from network.models import Network
from photos.templatetags.photos import feed_image
from resources.filters import ResourceFilter
from resources.formatting import contributors
from resources.limits_and_periods import RESOURCES_IN_FEED
from resources.models import Resource, ResourceQuerySet


@dataclass(frozen=True, kw_only=True)
class ResourceFeed(Feed):
    resources: ResourceQuerySet


def feed_of_all() -> ResourceFeed:
    return ResourceFeed(
        label=_("Resources"),
        page_url=reverse("resources:resources"),
        url_name="resources:feed",
        url_arguments=[],
        resources=Resource.objects.published(),
    )


def feed_of_kind(kind: str) -> ResourceFeed:
    return ResourceFeed(
        label=str(Resource.Kind(kind).label),
        page_url=f"{reverse('resources:resources')}?kind={kind}",
        url_name="resources:kind-feed",
        url_arguments=[kind],
        resources=Resource.objects.published().filter(kind=kind),
    )


def feed_of_list(resource_filter: ResourceFilter) -> ResourceFeed:
    """The feed of one kind if the list is filtered by kind only; else the feed of all."""
    values = {name: value for name, value in resource_filter.values.items() if value}
    return feed_of_kind(values["kind"]) if list(values) == ["kind"] else feed_of_all()


def feed_document(feed: ResourceFeed, network: Network, feed_format: str) -> FeedDocument:
    subtitle = _("The newest resources, at most {number}").format(number=RESOURCES_IN_FEED)
    document = make_document(feed, feed_format, subtitle=subtitle, publisher=network)
    for resource in feed.resources.with_page_relations().newest_first()[:RESOURCES_IN_FEED]:
        document.add_item(**_item(resource, network))
    return document


def _item(resource: Resource, network: Network) -> dict[str, Any]:
    url, published_at = absolute_url(resource.get_absolute_url()), resource.published_at_in()
    content = render_to_string("resources/feed_entry.html", {"resource": resource})
    creators = [
        contributor.plain_name()
        for contributor in contributors.machine_readable_contributors(resource)
        if contributor.role in contributors.CREATOR_ROLES
    ]
    publisher = contributors.publisher_name(resource) or languages.translated_text(network, "name")
    return {
        "title": resource.full_title(),
        "link": url,
        "description": escape(resource.summary) if resource.summary else None,
        "summary": resource.summary,
        "content": with_absolute_links(content, url).strip(),
        "pubdate": published_at and timezone.localtime(published_at),
        "updateddate": published_at and timezone.localtime(max(published_at, resource.updated_at)),
        "unique_id": entry_id("resource", resource.pk),
        "author_name": ", ".join(creators) or publisher,
        "categories": [
            str(resource.get_kind_display()),
            *(languages.translated_text(topic, "name") for topic in resource.topics.all()),
        ],
        "source_url": resource.external_url,
        "image": feed_image(resource.cover),
    }
