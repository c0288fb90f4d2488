"""What visitors read: the list of articles, one article, and the press room."""

from csp.decorators import csp_update
from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network import languages, text
from network.paging import page_of
from network.publishing import get_published_or_explain
from news import previewing, video
from news.filters import ArticleFilter
from news.models import Article, FileBlock, shown_photos
from news.press import PressPhoto
from photos import darkroom
from photos.models import Photo, originals

ARTICLES_A_PAGE = 12
NEWEST_IN_PRESS_ROOM = 8
PHOTOS_IN_PRESS_ROOM = 24
PHOTOS_A_PAGE = 24
MAY_FRAME_PLAYERS = {"frame-src": list(video.PLAYER_HOSTS)}


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    chosen = ArticleFilter(request.GET)
    found = chosen.apply(Article.objects.published().for_list())
    page = page_of(found, request.GET, ARTICLES_A_PAGE, languages.column("published_at"))
    return render(request, "news/articles.html", {"page": page, "filter": chosen})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_published_or_explain(Article.objects.for_page(), slug)
    return show_article(request, article)


@require_safe
@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """An article before it is public, for whoever has the link, while the link works."""
    link = previewing.link_of(token)
    if link is None:
        raise Http404
    if link.article.is_published:
        return redirect(link.article)
    if not link.works():
        return hidden_from_search(render(request, "news/preview_ended.html", status=410))
    request.preview_until, request.preview_token = link.expires_at, token
    return hidden_from_search(show_article(request, link.article))


@require_safe
def press_room(request: HttpRequest) -> HttpResponse:
    """Releases, statements, photos, logo, text and contact for newsrooms."""
    public = Article.objects.published().select_related("published_by").newest_first()
    context = {
        "kinds": Article.Kind,
        "most": NEWEST_IN_PRESS_ROOM,
        "releases": public.filter(kind=Article.Kind.PRESS_RELEASE)[:NEWEST_IN_PRESS_ROOM],
        "statements": public.filter(kind=Article.Kind.STATEMENT)[:NEWEST_IN_PRESS_ROOM],
        "photos": Photo.objects.for_press().showable()[:PHOTOS_IN_PRESS_ROOM],
    }
    return render(request, "news/press_room.html", context)


@require_safe
def press_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The terms of a press photo and the link to its file."""
    photo = get_object_or_404(Photo.objects.for_press().showable(), pk=pk)
    with open_or_404(darkroom.press_name(photo)) as file:
        shown = PressPhoto(photo, file.size)
    context = {"press_photo": shown, "name": shown.name()}
    return render(request, "news/press_photo.html", context)


@require_safe
def press_photo_file(request: HttpRequest, pk: int) -> FileResponse:
    """The large file itself. It can be withdrawn at any time, so no cache keeps it."""
    photo = get_object_or_404(Photo.objects.for_press().showable(), pk=pk)
    file = open_or_404(darkroom.press_name(photo))
    response = FileResponse(file, as_attachment=True, filename=f"press-photo-{photo.pk}.jpg")
    response["Cache-Control"] = "no-store"
    return hidden_from_search(response)


@require_safe
def photo_credits(request: HttpRequest) -> HttpResponse:
    """Whom to thank for the pictures of this site."""
    page = page_of(shown_photos(), request.GET, PHOTOS_A_PAGE)
    return render(request, "news/photo_credits.html", {"page": page})


def open_or_404(name: str) -> File:
    try:
        return originals().open(name)
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an article, always as a download and under a name a reader understands. A preview
    link that opens the article opens its files."""
    block = get_object_or_404(FileBlock.objects.select_related("parent"), pk=pk)
    is_public, token = block.parent.is_published, request.GET.get("preview", "")
    if not (block.is_shown() and (is_public or previewing.opens(token, block.parent))):
        raise Http404
    name = f"{text.propose_slug(block.title) or 'file'}.{block.kind().lower()}"
    response = FileResponse(block.file.open(), as_attachment=True, filename=name)
    if not is_public:
        response["Cache-Control"] = "no-store"
        hidden_from_search(response)
    return response


def hidden_from_search(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Robots-Tag"] = "noindex"
    return response


def show_article(request: HttpRequest, article: Article) -> HttpResponse:
    """The page of an article; whether the reader may see it is the caller's to know. Only a page
    that holds a video may put a player of its provider into a frame."""
    show = csp_update(MAY_FRAME_PLAYERS)(render) if article.videos() else render
    return show(request, "news/article.html", {"article": article})
