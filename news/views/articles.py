from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.i18n import languages
from cms.publishing.noindex import noindex
from cms.publishing.publishable import get_published_or_404
from cms.queries.compiled_query import compiled_list
from cms.queries.paging import keyset_page
from news import preview_links
from news.archive.article_filter import ArticleFilter
from news.limits_and_periods import ARTICLES_PER_PAGE
from news.media import video_providers
from news.models import Article, ArticleQuerySet
from page_cache.decorators import cacheable_page, replace_query
from versions.admin.pending_changes.publishing import pending_changes_applied

PLAYER_CSP = {"frame-src": list(video_providers.PLAYER_HOSTS)}


@require_safe
@cacheable_page("kind", "topic", "year", "before", "after")
def articles(request: HttpRequest) -> HttpResponse:
    article_filter = ArticleFilter(request.GET)
    articles = article_filter.apply(Article.objects.published().with_list_relations())
    page = keyset_page(
        articles,
        request.GET,
        ARTICLES_PER_PAGE,
        languages.field_name("published_at"),
        None if article_filter else newest_articles,
    )
    replace_query(request, article_filter.query(), page.query)
    return render(request, "news/articles.html", {"page": page, "filter": article_filter})


@compiled_list
def newest_articles() -> ArticleQuerySet:
    """The first page of all, and one more."""
    articles = Article.objects.published().with_list_relations()
    return articles.newest_first()[: ARTICLES_PER_PAGE + 1]


@require_safe
@cacheable_page()
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    article = get_published_or_404(slug, make_queryset=Article.objects.all)
    return show_article(request, article)


@require_safe
@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """An article, or changes of one, not public yet, for anyone who has a working link."""
    link = preview_links.find_link(token)
    if link is None:
        raise Http404
    editor = preview_links.editor_of_changes(link)
    if link.article.is_published and editor is None:
        return redirect(link.article)
    if not link.is_active():
        return noindex(render(request, "news/preview/preview_ended.html", status=410))
    context = {"preview_until": link.expires_at, "preview_token": token}
    if editor is None:
        return _show_preview(request, link.article, context)
    with pending_changes_applied(editor, link.article) as reasons:
        if reasons and link.article.is_published:
            return redirect(link.article)
        return _show_preview(request, Article.objects.get(pk=link.article_id), context)


def _show_preview(request: HttpRequest, article: Article, context: dict) -> HttpResponseBase:
    return noindex(_render(request, "news/preview/preview.html", article, context))


def show_article(request: HttpRequest, article: Article) -> HttpResponseBase:
    """The page of an article. The caller has checked that the reader may see it."""
    return _render(request, "news/article.html", article, {})


def _render(
    request: HttpRequest, template: str, article: Article, context: dict
) -> HttpResponseBase:
    """Only a page with a video may frame a player of its provider."""

    def page(request: HttpRequest) -> HttpResponseBase:
        return render(request, template, {"article": article} | context)

    return csp_update(PLAYER_CSP)(page)(request) if article.videos() else page(request)
