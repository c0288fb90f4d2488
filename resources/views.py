from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.files.downloads import download
from cms.i18n import languages
from cms.publishing.publishable import get_published_or_404
from cms.queries.paging import keyset_page
from cms.text import slugs
from network.models import Network
from page_cache.decorators import cacheable_page, replace_query
from resources import feeds
from resources.filters import ResourceFilter
from resources.formatting.citations import citations
from resources.limits_and_periods import RESOURCES_PER_PAGE
from resources.models import Resource, ResourceFile


@require_safe
@cacheable_page("kind", "topic", "language", "year", "before", "after")
def resources(request: HttpRequest) -> HttpResponse:
    resource_filter = ResourceFilter(request.GET)
    resources = resource_filter.apply(Resource.objects.published().with_list_relations())
    published_at = languages.field_name("published_at")
    page = keyset_page(resources, request.GET, RESOURCES_PER_PAGE, published_at)
    replace_query(request, resource_filter.query(), page.query)
    return render(request, "resources/resources.html", {"page": page, "filter": resource_filter})


@require_safe
@cacheable_page()
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    return show_resource(
        request, get_published_or_404(slug, make_queryset=Resource.objects.with_page_relations)
    )


def show_resource(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Render the page of a resource. The caller has checked that the reader may see it."""
    context = {
        "resource": resource,
        "related_works": resource.related_works(),
        "events": resource.events.published().with_list_relations().order_by("-starts_at", "-pk"),
        "citations": citations(resource),
    }
    return render(request, "resources/resource.html", context)


@require_safe
@cacheable_page()
def feed(request: HttpRequest, feed_format: str) -> HttpResponse:
    return feed_response(feeds.feed_of_all(), feed_format)


@require_safe
@cacheable_page()
def kind_feed(request: HttpRequest, kind: str, feed_format: str) -> HttpResponse:
    if kind not in Resource.Kind.values:
        raise Http404
    return feed_response(feeds.feed_of_kind(kind), feed_format)


def feed_response(feed: feeds.ResourceFeed, feed_format: str) -> HttpResponse:
    document = feeds.feed_document(feed, Network.objects.current(), feed_format)
    return HttpResponse(document.writeString("utf-8"), content_type=document.content_type)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a resource that is public in any language, always as a download, named by its
    title or that of the resource."""
    found = get_object_or_404(ResourceFile.objects.select_related("resource"), pk=pk)
    codes = found.resource.published_languages
    if not (found.file and codes):
        raise Http404
    title = found.title or found.resource.title_in(codes[0])
    name = f"{slugs.propose_slug(title) or 'file'}-{found.language}.{found.file_type().lower()}"
    return download(found.file, name)
