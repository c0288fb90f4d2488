"""Preview links at the desk: made, listed and revoked beside the form of an article."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from network import languages
from network.site_address import absolute_url
from news import previewing
from news.forms import PreviewLinkForm
from news.models import Article, PreviewLink

may_share = permission_required("news.change_article", raise_exception=True)


@may_share
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """A link for somebody without an account."""
    article, form = get_object_or_404(Article, pk=pk), PreviewLinkForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        lifetime = previewing.LIFETIMES[said["days"]]
        previewing.make_link(article, said["language"], lifetime, said["whom"], request.user)
        form = None
    return _list(request, article, form)


@may_share
@require_POST
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    previewing.revoke(get_object_or_404(PreviewLink, pk=link, article=article))
    return _list(request, article)


def links(article: Article, form: PreviewLinkForm | None = None) -> dict:
    """What the list of links shows: those that work, newest first, and a form for another."""
    working = article.preview_links.filter(revoked_at=None, expires_at__gt=timezone.now())
    return {
        "article": article,
        "form": form or PreviewLinkForm(),
        "links": [
            {
                "link": link,
                "language": languages.name(link.language),
                "address": absolute_url(previewing.address(link)),
            }
            for link in working
        ],
    }


def _list(request: HttpRequest, article: Article, form: PreviewLinkForm | None = None):
    """Scripts get the new list; without them the form opens again."""
    if "text/html" in request.headers.get("Accept", "") and form is None:
        return redirect("admin:news_article_change", article.pk)
    context = {"sharing": links(article, form)}
    return render(request, "admin/news/article/_preview_links.html", context)
