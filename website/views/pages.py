from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.publishing.publishable import get_published_or_404
from members.views.about import ABOUT, show_about
from network.models import Page
from page_cache.decorators import cacheable_page


@require_safe
@cacheable_page()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return show_page(request, get_published_or_404(slug, make_queryset=Page.objects.all))


def show_page(request: HttpRequest, page: Page) -> HttpResponse:
    """The caller has checked who may see the page."""
    if page.slug == ABOUT:
        return show_about(request, page)
    return render(request, "network/page.html", {"page": page})
