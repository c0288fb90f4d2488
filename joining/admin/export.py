"""The export of applications as a spreadsheet. It needs a reason, and it is logged."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication
from cms.fields import get_model_field
from cms.i18n import languages
from cms.text import plain_text
from joining.admin.page_rendering import render_page
from joining.form import questions
from joining.models import Application, ApplicationAccessLogEntry
from joining.privacy import access_log, permissions
from joining.review import inbox
from members.lists import csv_files


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Purpose of the export"),
        max_length=ApplicationAccessLogEntry._meta.get_field("reason").max_length,
        help_text=gettext_lazy(
            "For example: list for the general meeting. It is recorded in the log."
        ),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {
            one.name: one for one in inbox.categories_for(user) if one != inbox.QUARANTINED
        }
        labels = [(name, capfirst(str(one.label))) for name, one in self.categories.items()]
        self.fields["category"] = forms.ChoiceField(label=_("Which applications"), choices=labels)
        self.order_fields(["category", "reason"])

    def clean_reason(self) -> str:
        return plain_text.clean_line(self.cleaned_data["reason"])


@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def export_applications(request: HttpRequest) -> HttpResponse:
    user = authenticated_user(request)
    if not permissions.may_export_applications(user):
        raise PermissionDenied
    form = ExportForm(user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render_page(request, "export", {"title": _("Export applications"), "form": form})
    category = form.categories[form.cleaned_data["category"]]
    related = ("topics", "referees", "files")
    found = list(category.applications(user).select_related("region").prefetch_related(*related))
    access_log.log_export(len(found), form.cleaned_data["reason"], user)
    content = csv_files.as_csv([export_headings(), *map(row_cells, found)])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"applications-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def exported_questions() -> list[questions.Question]:
    """Each question once: some are asked of organisations and of individuals."""
    return list({one.name: one for one in reversed(questions.QUESTIONS)}.values())[::-1]


def export_headings() -> Iterator[str]:
    yield from (_("Reference number"), _("Who applies"), _("State"), _("Sent"), _("Decided"))
    for question in exported_questions():
        if question.is_translated:
            for column in languages.field_names(question.name):
                yield languages.field_label(get_model_field(Application, column))
        else:
            yield question.label


def row_cells(application: Application) -> Iterator[str]:
    yield application.reference
    yield str(application.get_applicant_type_display())
    yield str(application.get_state_display())
    yield iso_day(application.submitted_at)
    yield iso_day(application.decided_at)
    for question in exported_questions():
        if question.is_translated:
            columns = languages.field_names(question.name)
            yield from (getattr(application, column) or "" for column in columns)
        else:
            yield "\n".join(map(str, question.answers(application)))


def iso_day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""
