"""What visitors read: the list of articles and one article."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.publishing import get_published_or_explain
from news.filters import ArticleFilter
from news.models import Article

ARTICLES_A_PAGE = 12


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    chosen = ArticleFilter(request.GET)
    found = chosen.apply(Article.objects.published().for_list().newest_first())
    page = Paginator(found, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "news/articles.html", {"page": page, "filter": chosen})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_published_or_explain(Article.objects.for_page(), slug)
    return show_article(request, article)


def show_article(request: HttpRequest, article: Article) -> HttpResponse:
    """The page of an article; whether the reader may see it is the caller's to know."""
    return render(request, "news/article.html", {"article": article})
