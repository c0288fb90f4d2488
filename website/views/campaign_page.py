"""The page of a campaign or series, with its events, articles and resources."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.i18n import languages
from cms.publishing.noindex import noindex
from events.models import Campaign
from news.archive.campaign_years import load_years, outline_of
from page_cache.decorators import cacheable_page, replace_query

# Events and articles.
ITEMS_PER_PAGE = 16


@require_safe
@cacheable_page("page")
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.public(), slug=slug)
    outline = outline_of(campaign)
    page = Paginator(outline.items, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    replace_query(request, f"page={page.number}" if page.number > 1 else "")
    context = {
        "campaign": campaign,
        "page": page,
        "campaign_years": load_years(list(page.object_list)),
        "facts": outline.facts,
    }
    response = render(request, "events/campaign.html", context)
    return response if languages.active() in campaign.published_languages else noindex(response)
