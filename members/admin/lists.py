"""What a coordinator sees of a list of members that is taken in from a spreadsheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from members import headings, importing, sheets
from members.admin.pages import may_import, show
from members.models import MemberList
from network import uploads

# As many of each kind as somebody reads before they believe the rest.
SHOWN = 100
SAMPLES = 3


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a spreadsheet; nothing is written yet."""
    if request.method == "POST":
        try:
            members = taken_in(request)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            return redirect("admin:members_organisation_list", members.pk)
    context = {"title": _("Take in a list of members")}
    return show(request, "admin/members/organisation/upload.html", context)


def taken_in(request: HttpRequest) -> MemberList:
    for _field, name in uploads.not_kept_of(request):
        raise uploads.refusal(name)
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError(_("Choose a file."))
    return importing.take_in(file, request.user)


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list would do; here columns are said and all of it is confirmed."""
    members = get_object_or_404(MemberList, pk=pk, uploaded_by=request.user)
    if request.method == "POST":
        if "confirm" in request.POST:
            return confirm(request, members)
        if "correct" in request.POST:
            importing.correct(members, corrections(request, members))
        else:
            say_columns(request, members)
        return redirect("admin:members_organisation_list", pk)
    return show_list(request, members)


def say_columns(request: HttpRequest, members: MemberList) -> None:
    """What each heading means, as the coordinator says; each column once."""
    known, said = set(headings.columns()), []
    for number in range(len(members.headings)):
        column = request.POST.get(f"column-{number}", "")
        said.append(column if column in known and column not in said else "")
        if column in said[:-1]:
            words = _("Two columns cannot both be “{column}”. The second is left out.")
            messages.warning(request, words.format(column=headings.label_of(column)))
    members.columns = said
    members.save(update_fields=["columns"])


def corrections(request: HttpRequest, members: MemberList) -> dict[tuple[int, int], str]:
    """What was typed into the cells to put right. Shape: {(row, place in the row): words}."""
    return {
        (number, place): sheets.cleaned(typed[: sheets.MAX_CELL], number)
        for number, cells in members.rows
        for place in range(len(cells))
        if (typed := request.POST.get(f"cell-{number}-{place}")) is not None
    }


def wrong_cells(members: MemberList, row: importing.Row) -> list[dict]:
    """The cells of a row that a coordinator can put right here."""
    cells = dict(members.rows)[row.number]
    return [
        {
            "name": f"cell-{row.number}-{place}",
            "label": headings.label_of(column),
            "words": cells[place],
        }
        for place, column in enumerate(members.columns)
        if column in row.wrong
    ]


def confirm(request: HttpRequest, members: MemberList) -> HttpResponse:
    written = importing.write(members, request.POST.get("fingerprint", ""), request.user)
    if written is None:
        words = _("Something has changed meanwhile. Nothing was written; look at it again.")
        messages.warning(request, words)
        return redirect("admin:members_organisation_list", members.pk)
    messages.success(
        request,
        _("Written: {new} new, {changed} changed.").format(
            new=len(written.new), changed=len(written.changed)
        ),
    )
    left_out = bool(written.faulty)
    return redirect(
        *(
            ["admin:members_organisation_list", members.pk]
            if left_out
            else ["admin:members_organisation_changelist"]
        )
    )


def show_list(request: HttpRequest, members: MemberList) -> HttpResponse:
    planned = importing.plan(members)
    samples = [cells for _number, cells in members.rows[:SAMPLES]]
    meanings = [
        {
            "number": number,
            "heading": heading,
            "column": members.columns[number],
            "samples": [cells[number] for cells in samples if cells[number]],
        }
        for number, heading in enumerate(members.headings)
    ]
    context = {
        "title": _("List of members: {file}").format(file=members.file_name),
        "members": members,
        "headings": meanings,
        "columns": [(column, headings.label_of(column)) for column in headings.columns()],
        "plan": planned,
        "to_write": to_write(planned),
        "new": planned.new[:SHOWN],
        "changed": planned.changed[:SHOWN],
        "faulty": [(row, wrong_cells(members, row)) for row in planned.faulty[:SHOWN]],
        "shown": SHOWN,
    }
    return show(request, "admin/members/organisation/list.html", context)


def to_write(planned: importing.Plan) -> str:
    """What the button says; empty when there is nothing to write."""
    number = len(planned.new) + len(planned.changed)
    said = ngettext("Write {n} organisation", "Write {n} organisations", number)
    return said.format(n=number) if number else ""


@may_import
@require_safe
def faulty(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were left out, with the reasons, for the spreadsheet program."""
    members = get_object_or_404(MemberList, pk=pk, uploaded_by=request.user)
    return csv_file(importing.faulty_csv(members), "rows-to-put-right.csv")


@may_import
@require_safe
def template(_request: HttpRequest) -> HttpResponse:
    return csv_file(headings.template(), "members.csv")


def csv_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
