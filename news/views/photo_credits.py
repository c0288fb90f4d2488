from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.queries.paging import keyset_page
from news.archive.public_photos import photos_on_public_pages
from news.limits_and_periods import CREDITED_PHOTOS_PER_PAGE
from page_cache.decorators import cacheable_page, replace_query


@require_safe
@cacheable_page("before", "after")
def photo_credits(request: HttpRequest) -> HttpResponse:
    page = keyset_page(photos_on_public_pages(), request.GET, CREDITED_PHOTOS_PER_PAGE)
    replace_query(request, page.query)
    return render(request, "news/press_room/photo_credits.html", {"page": page})
