from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.files.downloads import download
from cms.publishing.noindex import noindex
from cms.text import slugs
from news import preview_links
from news.models import FileBlock


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of an article, always as a download, named by its title. A preview link of the article
    opens its files, too."""
    block = get_object_or_404(FileBlock.objects.select_related("parent"), pk=pk)
    is_public, token = block.parent.is_published, request.GET.get("preview", "")
    if not (
        block.has_content() and (is_public or preview_links.opens_article(token, block.parent))
    ):
        raise Http404
    name = f"{slugs.propose_slug(block.title) or 'file'}.{block.extension().lower()}"
    response = download(block.file, name)
    if not is_public:
        response["Cache-Control"] = "no-store"
        noindex(response)
    return response
