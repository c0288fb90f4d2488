"""Mixin of a ModelAdmin: notes on the form of an item, and the addresses to which they are sent.

A note is sent apart from the form of the item, so neither disturbs the other. Without scripts the
answer opens in a tab of its own, beside the form.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.model_admin import SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.i18n.account_names import account_name
from notes import actions, mentions
from notes.actions import WrittenNote
from notes.admin.form_parts import FormPart, find_form_parts, find_stored_form_parts
from notes.admin.forms import NoteForm
from notes.admin.panel import NotesPanel, find_reviews, find_threads
from notes.models import ItemNote
from versions.admin.page_rendering import get_viewable_item


class NotesMixin(SiteModelAdmin):
    """For admins: list it before other base classes."""

    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        one_note = "<int:pk>/notes/<int:note_pk>"
        return [
            path("<int:pk>/notes/", admin_view(self.notes_view), name=f"{name}_notes"),
            path("<int:pk>/notes/fine/", admin_view(self.fine_view), name=f"{name}_fine"),
            path("<int:pk>/notes/colleagues/", admin_view(self.colleagues_view)),
            path(
                f"{one_note}/resolve/", admin_view(self.resolve_view), name=f"{name}_resolve_note"
            ),
            path(
                f"{one_note}/delete/", admin_view(self.delete_note_view), name=f"{name}_delete_note"
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item and not context["is_popup"]:
            formsets = [one.formset for one in context["inline_admin_formsets"]]
            form_parts = find_form_parts(context["adminform"].form, formsets)
            context["notes"] = self._panel(request, item, form_parts)
        return super().render_change_form(request, context, *args, **kwargs)

    def _panel(
        self, request: HttpRequest, item: Any, form_parts: list[FormPart], data: Any = None
    ) -> NotesPanel:
        user = authenticated_user(request)
        threads = find_threads(item, user, form_parts)
        form = NoteForm(data, form_parts=form_parts, threads=[thread.note for thread in threads])
        url, reviews = self.page_url("notes", item.pk), find_reviews(item, user)
        return NotesPanel(url, threads, form, reviews, user)

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_viewable_item(self, request, pk)
        may_change = self.has_change_permission(request, item)
        form_parts = find_stored_form_parts(self, request, item) if may_change else []
        panel = self._panel(request, item, form_parts, request.POST or None)
        if panel.form.is_valid():
            return self._write(request, item, panel.form.cleaned_data)
        panel.change_url = self.page_url("change", pk)
        panel.colleagues = mentions.colleagues(self.model)
        context = {
            "title": _("Notes: {title}").format(title=item),
            "opts": self.opts,
            "item": item,
            "notes": panel,
        }
        site_context = self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/form/notes/page.html", site_context | context)

    def _write(self, request: HttpRequest, item: Any, values: dict[str, Any]) -> HttpResponse:
        author = authenticated_user(request)
        written = actions.write(item, author, **values)
        messages.success(request, _success_message(written))
        if values["asks_for_review"] and not written.notified:
            text = _("Nobody was asked to read it: name a colleague with @.")
            messages.warning(request, text)
        if written.unknown:
            text = _("Nobody who may see this has the name {names}. Nobody was told there.")
            names = ", ".join(f"@{name}" for name in written.unknown)
            messages.warning(request, text.format(names=names))
        return self._redirect_to_note(item.pk, values["thread"] or written.note)

    def _redirect_to_note(self, pk: int, note: ItemNote) -> HttpResponse:
        return redirect(f"{self.page_url('notes', pk)}#note-{note.pk}")

    @method_decorator(require_POST)
    def fine_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Somebody who was asked has looked at the item, as it was when the page was made."""
        item = get_viewable_item(self, request, pk)
        user, etag = authenticated_user(request), request.POST.get("etag", "")
        if actions.answer_review(item, user, is_fine=True, etag=etag):
            messages.success(request, _("Your answer was saved: you read it, and it is fine."))
        else:
            messages.warning(request, _("Nobody is waiting for your answer any more."))
        return redirect(self.page_url("notes", pk))

    @method_decorator(require_POST)
    def resolve_view(self, request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
        """Resolves a thread, or opens it again."""
        note = self._note(request, pk, note_pk)
        actions.set_resolved(note, is_resolved="reopen" not in request.POST)
        return self._redirect_to_note(pk, note)

    @method_decorator(require_POST)
    def delete_note_view(self, request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
        note = self._note(request, pk, note_pk)
        if note.author != request.user:
            raise PermissionDenied
        actions.delete(note)
        messages.success(request, _("The note is deleted."))
        return redirect(self.page_url("notes", pk))

    def _note(self, request: HttpRequest, pk: int, note_pk: int) -> ItemNote:
        item = get_viewable_item(self, request, pk)
        return get_object_or_404(ItemNote.objects.for_item(item), pk=note_pk)

    def colleagues_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whom to offer after an `@`."""
        get_viewable_item(self, request, pk)
        found = [
            {"name": user.get_username(), "label": account_name(user)}
            for user in mentions.colleagues(self.model)
            if user != request.user
        ]
        return JsonResponse({"colleagues": found})


def _success_message(written: WrittenNote) -> str:
    if not written.notified:
        return _("The note was saved.")
    names = ", ".join(account_name(user) for user in written.notified)
    return _("The note was saved. Notified: {names}.").format(names=names)
