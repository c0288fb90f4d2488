from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication
from cms.fields import RichTextField
from cms.i18n import dates, languages
from cms.publishing import publication_status
from cms.text import rich_text
from members.admin.page_rendering import error_sentences, render_page
from members.admin.permissions import may_change, may_merge
from members.models import Organisation
from members.upkeep import merging


@may_change
@require_safe
def list_duplicates(request: HttpRequest) -> HttpResponse:
    context = {"title": _("Duplicates"), "pairs": merging.possible_duplicates()}
    return render_page(request, "members/admin/organisation/duplicates.html", context)


@may_change
@require_POST
def mark_distinct(request: HttpRequest, first: int, second: int) -> HttpResponse:
    if first == second:
        raise Http404
    organisation, other = (get_object_or_404(Organisation, pk=pk) for pk in (first, second))
    merging.mark_distinct(organisation, other, authenticated_user(request))
    messages.success(request, _("Noted: these are two different organisations."))
    return redirect("admin:members_organisation_duplicates")


@requires_reauthentication
@may_merge
@require_http_methods(["GET", "HEAD", "POST"])
def merge_page(request: HttpRequest, target: int, duplicate: int) -> HttpResponse:
    """Two entries side by side: for each field one value is chosen."""
    if target == duplicate:
        return redirect("admin:members_organisation_duplicates")
    pair = [get_object_or_404(Organisation, pk=pk) for pk in (target, duplicate)]
    if request.method == "POST" and (response := handle_merge(request, *pair)):
        return response
    fields = [
        field for field in map(field_comparer(request, *pair), merging.mergeable_fields()) if field
    ]
    context = {
        "title": _("Merge"),
        "target": pair[0],
        "duplicate": pair[1],
        "different": [field for field in fields if field["differs"]],
        "same": [field for field in fields if not field["differs"] and field["left"]],
        "combined": list(combined_values(*pair)),
    }
    return render_page(request, "members/admin/organisation/merge.html", context)


def handle_merge(
    request: HttpRequest, target: Organisation, duplicate: Organisation
) -> HttpResponse | None:
    fields_from_duplicate = {name for name, side in request.POST.items() if side == "duplicate"}
    model_admin: Any = admin.site.get_model_admin(Organisation)
    if merging.changes_target(target, duplicate, fields_from_duplicate) and (
        obstacles := model_admin.obstacles_to_changing(request, target)
    ):
        messages.error(request, " ".join(obstacles))
        return None
    try:
        with transaction.atomic(), model_admin.recorded_as_version(request, target):
            merged = merging.merge_organisations(
                target, duplicate, fields_from_duplicate, authenticated_user(request)
            )
            target.refresh_from_db()
    except ValidationError as error:
        messages.error(request, error_sentences(error))
        return None
    message = _("Two entries have been merged: {name}. The old address leads here.")
    messages.success(request, message.format(name=merged))
    return redirect("admin:members_organisation_change", merged.pk)


def combined_values(target: Organisation, duplicate: Organisation) -> Iterator[dict]:
    """The related objects of both entries: they are all kept, and show whether both entries are
    about the same organisation."""
    for label, describe in (
        (_("Topics"), topics_of),
        (_("People"), people_of),
        (_("Photos"), photos_of),
    ):
        left, right = describe(target), describe(duplicate)
        if left or right:
            yield {"label": label, "left": left, "right": right}


def topics_of(organisation: Organisation) -> str:
    return ", ".join(map(str, organisation.topics.all()))


def people_of(organisation: Organisation) -> str:
    return ", ".join(map(str, organisation.people.all()))


def photos_of(organisation: Organisation) -> str:
    count = organisation.organisation_photos.count()
    return ngettext("{n} photo", "{n} photos", count).format(n=count) if count else ""


def field_comparer(
    request: HttpRequest, target: Organisation, duplicate: Organisation
) -> Callable[[list[models.Field]], dict]:
    def compare(fields: list[models.Field]) -> dict:
        left, right = (
            [getattr(item, field.attname) for field in fields] for item in (target, duplicate)
        )
        filled = [bool(side[0]) for side in (left, right)]
        name = fields[0].name
        return {
            "name": name,
            "is_logo": isinstance(fields[0], models.ImageField),
            "is_dark": name == "logo_dark",
            "label": languages.field_label(fields[0]),
            "language": languages.field_language(fields[0]),
            "left": display_field(target, fields),
            "right": display_field(duplicate, fields),
            "differs": left != right and any(filled),
            "choice": request.POST.get(name, "duplicate" if filled == [False, True] else "target"),
        }

    return compare


def display_field(organisation: Organisation, fields: list[models.Field]) -> str | FieldFile:
    value = getattr(organisation, fields[0].name)
    return value if isinstance(value, FieldFile) else field_text(organisation, fields)


def field_text(organisation: Organisation, fields: list[models.Field]) -> str:
    field, *companion = fields
    value = getattr(organisation, field.name)
    match field:
        case _ if field.name in languages.field_names("published_at"):
            return publication_status.status_text(organisation, languages.field_language(field))
        case _ if value in (None, ""):
            return ""
        case models.DateField():
            precision = [getattr(organisation, other.name) for other in companion]
            return dates.format_date(value, *(precision or [dates.Precision.DAY]))
        case models.BooleanField():
            return _("yes") if value else _("no")
        case RichTextField():
            return rich_text.to_paragraphs(value)
    return str(dict(field.flatchoices).get(value, value))
