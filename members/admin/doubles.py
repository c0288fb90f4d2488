"""What a coordinator sees of organisations that may have been entered twice."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import merging
from members.admin.pages import in_sentences, may_change, may_merge, show
from members.models import Organisation
from network import dates, languages, status, text
from network.fields import RichTextField


@may_change
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Every pair with a name in common."""
    context = {"title": _("Entered twice?"), "pairs": merging.alike()}
    return show(request, "admin/members/organisation/doubles.html", context)


@may_change
@require_POST
def tell_apart(request: HttpRequest, one: int, other: int) -> HttpResponse:
    if one == other:
        raise Http404
    first, second = (get_object_or_404(Organisation, pk=pk) for pk in (one, other))
    merging.tell_apart(first, second, request.user)
    messages.success(request, _("Noted: these are two different ones."))
    return redirect("admin:members_organisation_doubles")


@may_merge
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, stays: int, goes: int) -> HttpResponse:
    """Two entries beside each other: which words stay is chosen field by field."""
    if stays == goes:
        return redirect("admin:members_organisation_doubles")
    pair = [get_object_or_404(Organisation, pk=pk) for pk in (stays, goes)]
    if request.method == "POST" and (answer := merge_as_chosen(request, *pair)):
        return answer
    fields = [field for field in map(beside(request, *pair), merging.choices()) if field]
    context = {
        "title": _("Make one of two"),
        "stays": pair[0],
        "goes": pair[1],
        "different": [field for field in fields if field["differs"]],
        "same": [field for field in fields if not field["differs"] and field["left"]],
        "together": list(kept_of_both(*pair)),
    }
    return show(request, "admin/members/organisation/merge.html", context)


def merge_as_chosen(request, stays: Organisation, goes: Organisation) -> HttpResponse | None:
    chosen = {name for name, side in request.POST.items() if side == "goes"}
    try:
        merged = merging.merge(stays, goes, chosen, request.user)
    except ValidationError as error:
        messages.error(request, in_sentences(error))
        return None
    words = _("Two entries have become one: {name}. The old address leads here.")
    messages.success(request, words.format(name=merged))
    return redirect("admin:members_organisation_change", merged.pk)


def kept_of_both(stays: Organisation, goes: Organisation) -> Iterator[dict]:
    """What is not chosen, but tells whether two entries are about the same organisation."""
    for label, words in (
        (_("Topics"), topics_of),
        (_("People"), people_of),
        (_("Photos"), photos_of),
    ):
        left, right = words(stays), words(goes)
        if left or right:
            yield {"label": label, "left": left, "right": right}


def topics_of(organisation: Organisation) -> str:
    return ", ".join(map(str, organisation.topics.all()))


def people_of(organisation: Organisation) -> str:
    return ", ".join(map(str, organisation.people.all()))


def photos_of(organisation: Organisation) -> str:
    number = organisation.photo_places.count()
    return ngettext("{n} photo", "{n} photos", number).format(n=number) if number else ""


def beside(request: HttpRequest, stays: Organisation, goes: Organisation):
    """How one choice looks: both values, and which is taken unless somebody says otherwise."""

    def shown(fields: list[models.Field]) -> dict:
        left, right = ([getattr(item, field.attname) for field in fields] for item in (stays, goes))
        filled = [bool(side[0]) for side in (left, right)]
        name = fields[0].name
        return {
            "name": name,
            "is_picture": isinstance(fields[0], models.ImageField),
            "is_dark": name == "logo_dark",
            "label": languages.label(fields[0]),
            "language": getattr(fields[0], "language", ""),
            "left": as_shown(stays, fields),
            "right": as_shown(goes, fields),
            "differs": left != right and any(filled),
            "chosen": request.POST.get(name, "goes" if filled == [False, True] else "stays"),
        }

    return shown


def as_shown(organisation: Organisation, fields: list[models.Field]) -> str | FieldFile:
    """What an entry says: a picture to look at, else words."""
    value = getattr(organisation, fields[0].name)
    return value if isinstance(value, FieldFile) else in_words(organisation, fields)


def in_words(organisation: Organisation, fields: list[models.Field]) -> str:
    """What an entry says, for a reader."""
    field, *companion = fields
    value = getattr(organisation, field.name)
    match field:
        case _ if field.name in languages.columns("published_at"):
            return status.in_words(organisation, field.language)
        case _ if value in (None, ""):
            return ""
        case models.DateField():
            known = [getattr(organisation, other.name) for other in companion]
            return dates.printed(value, *(known or [dates.Precision.DAY]))
        case models.BooleanField():
            return _("yes") if value else _("no")
        case RichTextField():
            return text.typed(value)
    return str(dict(field.flatchoices).get(value, value))
