from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.queries.paging import keyset_page
from news.archive import topics as archive
from page_cache.decorators import cacheable_page

# The topic has a page with all past events.
PAST_EVENTS_ON_PAGE = 5
PAST_EVENTS_PER_PAGE = 24
# The directory has a list of all members that work on the topic.
ORGANISATIONS_ON_PAGE = 12


@require_safe
@cacheable_page()
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "news/topics/topics.html", {"topics": archive.used_topics()})


@require_safe
@cacheable_page()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    page = archive.get_topic_or_explain(slug)
    events = archive.events_about(page.topic)
    # One more than is shown: the page links to the rest if there is one.
    past_events = list(events.past()[: PAST_EVENTS_ON_PAGE + 1])
    organisations = list(archive.organisations_working_on(page.topic)[: ORGANISATIONS_ON_PAGE + 1])
    context = {
        "topic_page": page,
        "topic": page.topic,
        "kinds": archive.newest_articles(page.topic),
        "upcoming": events.upcoming(),
        "past_events": past_events[:PAST_EVENTS_ON_PAGE],
        "has_more_events": len(past_events) > PAST_EVENTS_ON_PAGE,
        "organisations": organisations[:ORGANISATIONS_ON_PAGE],
        "has_more_organisations": len(organisations) > ORGANISATIONS_ON_PAGE,
    }
    return render(request, "news/topics/topic.html", context)


@require_safe
@cacheable_page("before", "after")
def topic_events(request: HttpRequest, slug: str) -> HttpResponse:
    page = archive.get_topic_or_explain(slug)
    past_events = archive.events_about(page.topic).past()
    events = keyset_page(past_events, request.GET, PAST_EVENTS_PER_PAGE, "starts_at")
    if not events:
        raise Http404
    context = {"topic_page": page, "topic": page.topic, "page": events}
    return render(request, "news/topics/topic_events.html", context)
