from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cms.publishing.page_urls import page_url
from cms.queries.compiled_query import compiled_list
from events.models import Event, EventQuerySet
from members.models import Organisation
from network import old_urls
from network.models import Redirect
from news.models import Article, ArticleQuerySet
from page_cache.cached_values import cached_until_change
from page_cache.decorators import cacheable_home_page

NEWEST_ON_HOME = 5


@require_safe
@vary_on_headers("Accept-Language")
def root(request: HttpRequest) -> HttpResponse:
    """In the language that the browser prefers. No cookie is set."""
    return redirect(f"/{get_language_from_request(request)}/")


@cached_until_change
def old_parameters() -> tuple[str, ...] | None:
    home_path = old_urls.parse_url(page_url("home")).path
    return Redirect.objects.parameter_names(home_path)


@require_safe
@cacheable_home_page(old_parameters)
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "newest": newest_articles(),
        "next_event": next(iter(next_events()), None),
        "number_of_members": Organisation.objects.published().members().count(),
        "verifications": settings.SITE_VERIFICATIONS,
    }
    return render(request, "website/home.html", context)


@compiled_list
def newest_articles() -> ArticleQuerySet:
    return Article.objects.published().with_list_relations().newest_first()[:NEWEST_ON_HOME]


@compiled_list
def next_events() -> EventQuerySet:
    return Event.objects.published().upcoming().going_ahead().with_list_relations()[:1]
