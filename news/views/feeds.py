from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.publishing.publishable import UrlChangedError
from events.models import Campaign
from members.models import Organisation
from network.models import Network, Topic
from news.archive import feed_sources
from news.archive.feed_documents import feed_document
from news.archive.feed_sources import ArticleFeed
from news.models import Article
from page_cache.decorators import cacheable_page


@require_safe
@cacheable_page()
def feed(request: HttpRequest, feed_format: str) -> HttpResponse:
    return feed_response(feed_sources.feed_of_all(), feed_format)


@require_safe
@cacheable_page()
def kind_feed(request: HttpRequest, kind: str, feed_format: str) -> HttpResponse:
    if kind not in Article.Kind.values:
        raise Http404
    return feed_response(feed_sources.feed_of_kind(kind), feed_format)


@require_safe
@cacheable_page()
def topic_feed(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    return feed_of_item(Topic.objects.all(), slug, feed_format)


@require_safe
@cacheable_page()
def campaign_feed(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    return feed_of_item(Campaign.objects.public(), slug, feed_format)


@require_safe
@cacheable_page()
def member_feed(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    """A feed reader that subscribed under a former address is sent on."""
    public = Organisation.objects.published()
    if organisation := public.filter(slug=slug).first():
        return feed_response(feed_sources.feed_of(organisation), feed_format)
    renamed = public.filter(former_slugs__contains=[slug]).first()
    if renamed is None:
        raise Http404
    raise UrlChangedError(feed_sources.feed_of(renamed).url(feed_format))


def feed_of_item(items: QuerySet[Any], slug: str, feed_format: str) -> HttpResponse:
    return feed_response(feed_sources.feed_of(get_object_or_404(items, slug=slug)), feed_format)


def feed_response(feed: ArticleFeed, feed_format: str) -> HttpResponse:
    document = feed_document(feed, Network.objects.current(), feed_format)
    return HttpResponse(document.writeString("utf-8"), content_type=document.content_type)
