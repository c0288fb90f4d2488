"""The page of pending changes: word by word beside what is public, with the buttons that publish
them, now or later, and discard them; and how lists of items show them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin.changelist import YesNoFilter
from cms.admin.permissions import authenticated_user
from cms.admin.widgets import YEAR_VALIDATORS, HTMLDateTimeInput
from cms.i18n import languages
from cms.i18n.account_names import account_name
from cms.publishing import publication_status
from cms.publishing.publishable import Publishable
from versions import pending_changes, recording
from versions.admin.page_rendering import (
    get_viewable_item,
    render_item_page,
    with_link_to_versions,
)
from versions.admin.pending_changes import problem_messages
from versions.admin.pending_changes.change_view import PendingChangesMixin
from versions.comparison import diffs
from versions.comparison.form_schemas import find_form_schemas
from versions.models import PendingChanges


class ScheduleForm(forms.Form):
    moment = forms.DateTimeField(
        label=gettext_lazy("Publish the changes on"),
        widget=HTMLDateTimeInput,
        validators=YEAR_VALIDATORS,
    )
    language = forms.ChoiceField(label=gettext_lazy("What to publish"), required=False)

    def __init__(self, data: Any = None, *, pending: PendingChanges) -> None:
        super().__init__(data, auto_id="pending-%s")
        of_language = self.fields["language"]
        if isinstance(of_language, forms.ChoiceField):
            of_language.choices = [("", _("everything")), *language_choices(pending)]
        if len(pending.language_codes) < 2:
            del self.fields["language"]

    def clean_moment(self) -> Any:
        moment = self.cleaned_data["moment"]
        if moment <= timezone.now():
            raise ValidationError(_("Choose a time in the future."))
        return moment


def language_choices(pending: PendingChanges) -> list[tuple[str, str]]:
    text = _("only what is in {language}")
    return [
        (code, text.format(language=languages.language_name(code)))
        for code in pending.language_codes
    ]


class PendingChangesFilter(YesNoFilter):
    title = gettext_lazy("unpublished changes")
    parameter_name = "pending"

    def apply(self, items: QuerySet) -> QuerySet:
        content_type = ContentType.objects.get_for_model(items.model)
        pending = PendingChanges.objects.filter(content_type=content_type)
        return items.filter(pk__in=pending.values("object_id"))


@admin.display(description=gettext_lazy("unpublished changes"), ordering="pending_languages")
def pending_changes_column(item: Any) -> str:
    codes = (vars(item).get("pending_languages") or "").split()
    if not codes:
        return "–"
    url = f"{publication_status.change_url(item).removesuffix('change/')}pending-changes/"
    names = ", ".join(languages.language_name(code) for code in codes)
    return format_html('<a class="status pending" href="{}">{}</a>', url, names)


class PendingChangesPageMixin(PendingChangesMixin):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_pending_changes"
        view = self.admin_site.admin_view(self.pending_changes_view)
        return [path("<int:pk>/pending-changes/", view, name=name), *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), pending_changes_column]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), PendingChangesFilter]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the languages of the pending changes, for the list."""
        of_item = PendingChanges.objects.filter(
            content_type__app_label=self.opts.app_label,
            content_type__model=self.opts.model_name,
            object_id=OuterRef("pk"),
        )
        found = super().get_queryset(request)
        return found.annotate(pending_languages=Subquery(of_item.values("languages")))

    def pending_changes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_viewable_item(self, request, pk)
        pending = pending_changes.find(item)
        if pending is None:
            messages.info(request, _("There are no unpublished changes."))
            return redirect(self.page_url("change", pk))
        form = ScheduleForm(pending=pending)
        if request.method == "POST":
            form = ScheduleForm(request.POST, pending=pending)
            if response := self._handle_button(request, item, form):
                return response
        return self._pending_page(request, item, pending, form)

    @method_decorator(transaction.atomic)
    def _handle_button(
        self, request: HttpRequest, item: Any, form: ScheduleForm
    ) -> HttpResponse | None:
        """Discards, schedules or unschedules the changes. Returns None if the form is not valid."""
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        # Locked, so that nobody replaces them between the comparison of etags and the change.
        pending = pending_changes.find_and_lock(item)
        if pending is None or request.POST.get("etag") != pending.etag:
            text = _("Somebody has replaced the unpublished changes. Look at them again.")
            messages.warning(request, text)
        elif "discard" in request.POST:
            return self._discard(request, item, pending)
        elif "cancel" in request.POST:
            pending_changes.cancel_schedule(pending)
            messages.success(request, _("The scheduled publication is cancelled."))
        elif form.is_valid():
            values, user = form.cleaned_data, authenticated_user(request)
            pending_changes.schedule(pending, values["moment"], values.get("language", ""), user)
            moment = publication_status.short_datetime(values["moment"])
            text = _("To be published: {moment}")
            messages.success(request, text.format(moment=moment))
        else:
            return None
        return redirect(self.page_url("pending_changes", item.pk))

    def _discard(self, request: HttpRequest, item: Any, pending: PendingChanges) -> HttpResponse:
        stored = recording.snapshot_of_stored_item(self, request, item).values
        pending_changes.discard(item, pending, stored, authenticated_user(request))
        text = _(
            "The changes have been discarded. What is public stays as it is. They are still in "
            "the {version_history}."
        )
        messages.success(request, with_link_to_versions(self, text, str(item.pk)))
        return redirect(self.page_url("change", item.pk))

    def _pending_page(
        self, request: HttpRequest, item: Any, pending: PendingChanges, form: ScheduleForm
    ) -> HttpResponse:
        stored = recording.snapshot_of_stored_item(self, request, item).values
        filled, merged = self.fill_with_pending(request, item, pending)
        schemas = find_form_schemas(self, request, item)
        problems = [problem_messages.withheld(filled)] if filled.withheld_labels else []
        problems += problem_messages.conflicts(schemas, merged)
        context = {
            "title": _("Unpublished changes: {title}").format(title=item),
            "pending": pending,
            "saved_by": account_name(pending.saved_by) if pending.saved_by else "",
            "form": form,
            "form_diffs": diffs.find_diffs(stored, merged.values, schemas),
            "choices": language_choices(pending) if len(pending.language_codes) > 1 else [],
            "publish_language": languages.language_name(pending.publish_language)
            if pending.publish_language
            else "",
            "problems": problems,
            "drafts": draft_languages(item, pending),
            "previews": preview_links(item, pending),
        }
        return render_item_page(self, request, item, "admin/versions/pending_changes.html", context)


def draft_languages(item: Any, pending: PendingChanges) -> list[str]:
    """The names of the languages in which the item is not public any more."""
    if not isinstance(item, Publishable):
        return []
    codes = [code for code in pending.language_codes if code not in item.published_languages]
    return [languages.language_name(code) for code in codes]


def preview_links(item: Any, pending: PendingChanges) -> list[tuple[str, str]]:
    """Shape: URL, label."""
    if not isinstance(item, Publishable):
        return []
    label = _("Preview in {language}")
    return [
        (
            publication_status.preview_url(item, code),
            label.format(language=languages.language_name(code)),
        )
        for code in pending.language_codes
    ]
