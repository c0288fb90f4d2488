from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication
from cms.decoding.tasks.workbooks.grid import MAX_CELL
from cms.files import uploads
from members.admin.page_rendering import render_page
from members.admin.permissions import may_import
from members.limits_and_periods import MAX_ROWS_SHOWN, MAX_SAMPLE_ROWS
from members.lists import headings, importing, spreadsheets
from members.models import MemberListUpload, Organisation


@requires_reauthentication
@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def upload_list(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            upload = store_upload(request)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            return redirect("admin:members_organisation_list", upload.pk)
    context = {"title": _("Import a list of members")}
    return render_page(request, "members/admin/organisation/upload.html", context)


def store_upload(request: HttpRequest) -> MemberListUpload:
    for _field, name in uploads.failed_uploads(request):
        raise uploads.not_saved_error(name)
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError(_("Choose a file."))
    return importing.store_upload(file, authenticated_user(request))


@requires_reauthentication
@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what the list would change. The coordinator chooses the fields of the columns, corrects
    cells and confirms the import."""
    upload = get_object_or_404(MemberListUpload, pk=pk, uploaded_by=request.user)
    if request.method == "POST":
        if "confirm" in request.POST:
            return confirm_import(request, upload)
        if "correct" in request.POST:
            importing.correct_cells(upload, corrections(request, upload))
        else:
            save_field_names(request, upload)
        return redirect("admin:members_organisation_list", pk)
    return show_import(request, upload)


def save_field_names(request: HttpRequest, upload: MemberListUpload) -> None:
    """Saves the fields that the coordinator chose for the headings; each field once."""
    importable, field_names = set(headings.importable_fields()), []
    for index in range(len(upload.headings)):
        name = request.POST.get(f"column-{index}", "")
        field_names.append(name if name in importable and name not in field_names else "")
        if name in field_names[:-1]:
            message = _("Two columns cannot both be “{column}”. The second is left out.")
            messages.warning(request, message.format(column=headings.field_label(name)))
    upload.field_names = field_names
    upload.save(update_fields=["field_names"])


def corrections(request: HttpRequest, upload: MemberListUpload) -> dict[tuple[int, int], str]:
    """The corrected cells. Shape: {(row, position in the row): text}."""
    return {
        (number, index): spreadsheets.clean_cell(typed[:MAX_CELL], number)
        for number, cells in upload.rows
        for index in range(len(cells))
        if (typed := request.POST.get(f"cell-{number}-{index}")) is not None
    }


def cells_to_correct(upload: MemberListUpload, row: importing.ImportRow) -> list[dict]:
    cells = dict(upload.rows)[row.number]
    return [
        {
            "name": f"cell-{row.number}-{index}",
            "label": headings.field_label(name),
            "text": cells[index],
        }
        for index, name in enumerate(upload.field_names)
        if name in row.error_fields
    ]


def confirm_import(request: HttpRequest, upload: MemberListUpload) -> HttpResponse:
    model_admin: Any = admin.site.get_model_admin(Organisation)
    plan = importing.save_import(
        upload,
        request.POST.get("fingerprint", ""),
        authenticated_user(request),
        partial(model_admin.recorded_as_version, request),
    )
    if plan is None:
        message = _("Something has changed meanwhile. Nothing was saved; please check it again.")
        messages.warning(request, message)
        return redirect("admin:members_organisation_list", upload.pk)
    messages.success(
        request,
        _("Saved: {new} new, {changed} changed.").format(
            new=len(plan.new), changed=len(plan.changed)
        ),
    )
    if plan.faulty:
        return redirect("admin:members_organisation_list", upload.pk)
    return redirect("admin:members_organisation_changelist")


def show_import(request: HttpRequest, upload: MemberListUpload) -> HttpResponse:
    plan = importing.plan_import(upload)
    samples = [cells for _number, cells in upload.rows[:MAX_SAMPLE_ROWS]]
    columns = [
        {
            "number": number,
            "text": heading,
            "field_name": upload.field_names[number],
            "samples": [cells[number] for cells in samples if cells[number]],
        }
        for number, heading in enumerate(upload.headings)
    ]
    context = {
        "title": _("List of members: {file}").format(file=upload.file_name),
        "upload": upload,
        "headings": columns,
        "importable_fields": [
            (name, headings.field_label(name)) for name in headings.importable_fields()
        ],
        "plan": plan,
        "save_button_label": save_button_label(plan),
        "new": plan.new[:MAX_ROWS_SHOWN],
        "changed": plan.changed[:MAX_ROWS_SHOWN],
        "faulty": [(row, cells_to_correct(upload, row)) for row in plan.faulty[:MAX_ROWS_SHOWN]],
        "shown": MAX_ROWS_SHOWN,
    }
    return render_page(request, "members/admin/organisation/list.html", context)


def save_button_label(plan: importing.ImportPlan) -> str:
    """Empty if there is nothing to save."""
    count = len(plan.new) + len(plan.changed)
    label = ngettext("Save {n} organisation", "Save {n} organisations", count)
    return label.format(n=count) if count else ""


@may_import
@require_safe
def download_faulty_rows(request: HttpRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(MemberListUpload, pk=pk, uploaded_by=request.user)
    return csv_response(importing.faulty_csv(upload), "rows-to-put-right.csv")


@may_import
@require_safe
def download_template(_request: HttpRequest) -> HttpResponse:
    return csv_response(headings.template_csv(), "members.csv")


def csv_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
