from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.queries.paging import keyset_page
from news.archive import topics as archive
from news.limits_and_periods import (
    TOPIC_ORGANISATIONS,
    TOPIC_PAST_EVENTS,
    TOPIC_PAST_EVENTS_PER_PAGE,
    TOPIC_RESOURCES,
)
from page_cache.decorators import cacheable_page, replace_query


@require_safe
@cacheable_page()
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "news/topics/topics.html", {"topics": archive.used_topics()})


@require_safe
@cacheable_page()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    page = archive.get_topic_or_404(slug)
    past_events = archive.newest_past_events(page.topic)
    organisations = archive.organisations_working_on(page.topic)
    resources = archive.newest_resources(page.topic)
    context = {
        "topic_page": page,
        "topic": page.topic,
        "kinds": archive.newest_articles(page.topic),
        "upcoming": archive.upcoming_events(page.topic),
        "past_events": past_events[:TOPIC_PAST_EVENTS],
        "has_more_events": len(past_events) > TOPIC_PAST_EVENTS,
        "resources": resources[:TOPIC_RESOURCES],
        "has_more_resources": len(resources) > TOPIC_RESOURCES,
        "organisations": organisations[:TOPIC_ORGANISATIONS],
        "has_more_organisations": len(organisations) > TOPIC_ORGANISATIONS,
    }
    return render(request, "news/topics/topic.html", context)


@require_safe
@cacheable_page("before", "after")
def topic_events(request: HttpRequest, slug: str) -> HttpResponse:
    page = archive.get_topic_or_404(slug)
    past_events = archive.events_about(page.topic).past()
    events = keyset_page(past_events, request.GET, TOPIC_PAST_EVENTS_PER_PAGE, "starts_at")
    if not events:
        raise Http404
    replace_query(request, events.query)
    context = {"topic_page": page, "topic": page.topic, "page": events}
    return render(request, "news/topics/topic_events.html", context)
