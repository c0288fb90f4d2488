"""The public directory of members.

The page of one member shows content of several apps, so it is in `website/views/member_page.py`.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.i18n import languages
from members.directory.filters import Directory
from members.lists import directory_export
from page_cache.decorators import cacheable_page, replace_query


@require_safe
@cacheable_page("members", "name", "kind", "topic", "region", "page")
def member_list(request: HttpRequest) -> HttpResponse:
    directory = Directory(request.GET)
    page = directory.page(request.GET.get("page"))
    replace_query(request, directory.query(page=str(page.number) if page.number > 1 else ""))
    return render(request, "members/directory/members.html", {"directory": directory, "page": page})


@require_safe
@cacheable_page()
def members_as_json(request: HttpRequest) -> JsonResponse:
    content = {"language": languages.active(), "members": directory_export.directory_rows()}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@cacheable_page()
def members_as_csv(request: HttpRequest) -> HttpResponse:
    table = directory_export.directory_csv(directory_export.directory_rows())
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    name = f"members-{languages.active()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
