"""Logos that are not public: of a draft, or of a delisted member."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members.admin.permissions import may_change
from members.models import Organisation
from members.models.logo_storage import FOLDER


@may_change
@never_cache
@require_safe
def private_logo(request: HttpRequest, name: str) -> FileResponse:
    path = f"{FOLDER}/{name}"
    organisation = get_object_or_404(Organisation, Q(logo=path) | Q(logo_dark=path))
    kept = organisation.logo if organisation.logo.name == path else organisation.logo_dark
    try:
        return FileResponse(kept.open(), content_type="image/png")
    except FileNotFoundError as missing:
        raise Http404 from missing
