"""What visitors and other programs read of those who make up the network.

The page of one member gathers from all rooms and stands at the roof (`network/views.py`).
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members import exports
from members.directory import Directory
from network import languages


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    directory = Directory(request.GET)
    page = directory.page(request.GET.get("page"))
    return render(request, "members/members.html", {"directory": directory, "page": page})


@require_safe
def members_as_json(request: HttpRequest) -> JsonResponse:
    found = {"language": languages.active(), "members": exports.rows(request)}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def members_as_csv(request: HttpRequest) -> HttpResponse:
    table = exports.as_csv(exports.rows(request))
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    name = f"members-{languages.active()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
