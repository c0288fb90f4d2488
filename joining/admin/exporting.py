"""Applications as a table to take along: only for a reason, and it is written down."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from joining import inbox, questions, readers
from joining.admin import frame
from joining.models import Access, Application
from members import csv_files
from network import languages, text


class ExportForm(forms.Form):
    pile = forms.ChoiceField(label=gettext_lazy("Which applications"))
    reason = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=Access._meta.get_field("reason").max_length,
        help_text=gettext_lazy("For example: list for the general meeting. It is kept in the log."),
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.piles = {pile.name: pile for pile in inbox.piles(user) if pile != inbox.APART}
        labels = [(name, capfirst(pile.label)) for name, pile in self.piles.items()]
        self.fields["pile"].choices = labels

    def clean_reason(self) -> str:
        return text.clean_line(self.cleaned_data["reason"])


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    if not readers.may(request.user, "export"):
        raise PermissionDenied
    form = ExportForm(request.user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return frame.screen(request, "export", {"title": _("Export applications"), "form": form})
    pile = form.piles[form.cleaned_data["pile"]]
    related = ("topics", "references", "files")
    found = list(pile.of(request.user).select_related("region").prefetch_related(*related))
    readers.note_export(len(found), form.cleaned_data["reason"], request.user)
    content = csv_files.as_csv([headings(), *map(cells, found)])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"applications-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def asked_of_anybody() -> list[questions.Question]:
    """Each question once: organisations and people share some."""
    return list({one.name: one for one in reversed(questions.QUESTIONS)}.values())[::-1]


def headings() -> Iterator[str]:
    yield from (_("Reference"), _("Who applies"), _("State"), _("Sent"), _("Decided"))
    for question in asked_of_anybody():
        if question.is_translated:
            fields = map(Application._meta.get_field, languages.columns(question.name))
            yield from map(languages.label, fields)
        else:
            yield question.label


def cells(application: Application) -> Iterator[str]:
    yield application.reference
    yield str(application.get_applicant_display())
    yield str(application.get_state_display())
    yield as_day(application.sent_at)
    yield as_day(application.decided_at)
    for question in asked_of_anybody():
        if question.is_translated:
            columns = languages.columns(question.name)
            yield from (getattr(application, column) or "" for column in columns)
        else:
            yield "\n".join(map(str, question.answers(application)))


def as_day(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""
