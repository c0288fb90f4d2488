from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.admin.permissions import authenticated_user
from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from news import preview_links
from news.admin.forms import PreviewLinkForm
from news.limits_and_periods import PREVIEW_LINK_LIFETIMES
from news.models import Article, PreviewLink

may_share = permission_required("news.change_article", raise_exception=True)


@may_share
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    article, form = get_object_or_404(Article, pk=pk), PreviewLinkForm(request.POST)
    if not form.is_valid():
        return _link_list(request, article, form)
    values, user = form.cleaned_data, authenticated_user(request)
    lifetime = PREVIEW_LINK_LIFETIMES[values["days"]]
    preview_links.create_link(article, values["language"], lifetime, values["recipient"], user)
    return _link_list(request, article)


@may_share
@require_POST
def revoke(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    preview_links.revoke(get_object_or_404(PreviewLink, pk=link_pk, article=article))
    return _link_list(request, article)


def preview_links_context(article: Article, form: PreviewLinkForm | None = None) -> dict:
    """The active links, newest first, and the form for another."""
    active = article.preview_links.filter(revoked_at=None, expires_at__gt=timezone.now())
    return {
        "article": article,
        "form": form or PreviewLinkForm(),
        "links": [
            {
                "link": link,
                "language": languages.language_name(link.language),
                "url": absolute_url(preview_links.link_path(link)),
            }
            for link in active
        ],
    }


def _link_list(
    request: HttpRequest, article: Article, form: PreviewLinkForm | None = None
) -> HttpResponse:
    """JavaScript gets the new list; without it the form of the article opens again."""
    if "text/html" in request.headers.get("Accept", "") and form is None:
        return redirect("admin:news_article_change", article.pk)
    context = preview_links_context(article, form)
    return render(request, "news/admin/article/_preview_links.html", context)
