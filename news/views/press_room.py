from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from news.limits_and_periods import PRESS_ROOM_ARTICLES, PRESS_ROOM_PHOTOS
from news.models import Article
from page_cache.decorators import cacheable_page
from photos.models import Photo


@require_safe
@cacheable_page()
def press_room(request: HttpRequest) -> HttpResponse:
    public = Article.objects.published().select_related("publisher").newest_first()
    context = {
        "kinds": Article.Kind,
        "max_articles": PRESS_ROOM_ARTICLES,
        "releases": public.filter(kind=Article.Kind.PRESS_RELEASE)[:PRESS_ROOM_ARTICLES],
        "statements": public.filter(kind=Article.Kind.STATEMENT)[:PRESS_ROOM_ARTICLES],
        "photos": Photo.objects.press_photos().displayable()[:PRESS_ROOM_PHOTOS],
    }
    return render(request, "news/press_room/press_room.html", context)
