"""Mixin of a ModelAdmin: each save records a version; versions are listed, compared and restored,
and so is a working copy compared with what is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cms.admin.permissions import authenticated_user
from cms.fields import is_primary_key
from cms.i18n import languages
from versions import recording, working_copies
from versions.admin.page_rendering import (
    get_viewable_item,
    render_item_page,
    tell_that_deleted_texts_are_in_history,
)
from versions.admin.pending_changes import problem_messages
from versions.admin.prefilled_forms import errors_to_show, show_prefilled
from versions.admin.request_state import request_state
from versions.admin.translations.form import TranslationsMixin
from versions.admin.version_history import VersionHistory
from versions.comparison import diffs
from versions.comparison.form_schemas import FormSchemas, find_form_schemas
from versions.form_filling import FormFiller, Selection
from versions.limits_and_periods import VERSIONS_PER_PAGE
from versions.models import ValuesByPath, Version

# The name of the button that restores a version; its value is the primary key.
RESTORE = "_restore_version"


class VersionPagesMixin(TranslationsMixin):
    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                "<int:pk>/versions/", admin_view(self.version_history_view), name=f"{name}_versions"
            ),
            path(
                "<int:pk>/versions/<int:version_pk>/",
                admin_view(self.comparison_view),
                name=f"{name}_version",
            ),
            path(
                "<int:pk>/working-copy/<int:copy_pk>/changes/",
                admin_view(self.working_copy_changes_view),
                name=f"{name}_working_copy_changes",
            ),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not Version.objects.for_item(obj).exists():
            self._record_first_version(request, obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        inlines = self.get_inline_instances(request, form.instance if change else None)
        # Forms that the user may not change have no cleaned values.
        changeable = [
            formset
            for inline, formset in zip(inlines, formsets, strict=True)
            if inline.has_change_permission(request, form.instance)
        ]
        snapshot = recording.snapshot_of_saved_form(form, changeable)
        request_state(request).saved_forms = (form, changeable)
        deleted = recording.values_of_deleted_forms(form, changeable)
        newest, version_pair = recording.record_with_deleted_forms(
            form.instance, snapshot, deleted, authenticated_user(request)
        )
        if deleted and not request_state(request).saves_pending:
            tell_that_deleted_texts_are_in_history(self, request, str(form.instance.pk))
        self.update_translations_of(request, form.instance, snapshot, newest, version_pair)

    @contextmanager
    def recorded_as_version(self, request: HttpRequest, item: Any) -> Iterator[None]:
        if not Version.objects.for_item(item).exists():
            self._record_first_version(request, item)
        yield
        stored = recording.snapshot_of_stored_item(self, request, item)
        recording.record(item, stored, authenticated_user(request))

    def _record_first_version(self, request: HttpRequest, unsaved: models.Model) -> None:
        """Of an item that was stored without a form, by an import or the demonstration."""
        item = self.get_object(request, str(unsaved.pk))
        if item is not None:
            recording.record(item, recording.snapshot_of_stored_item(self, request, item), None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        url = self.page_url("versions", object_id) if is_primary_key(object_id) else ""
        context = {"versions_url": url} | (extra_context or {})
        if RESTORE not in request.POST:
            return super().change_view(request, object_id, form_url, context)
        # Locked, so that a colleague saves before the item is read or after the form is made.
        with transaction.atomic():
            self.lock_item(object_id)
            self._restore_version(request, object_id)
            return super().change_view(request, object_id, form_url, context)

    def _restore_version(self, request: HttpRequest, object_id: str) -> None:
        """Prefills the form with a version, or with a part of it, and does not save it yet."""
        item = self.get_object(request, object_id)
        if item is None or not self.has_change_permission(request, item):
            raise PermissionDenied
        version, values = self._version(item, request.POST[RESTORE])
        selection = Selection(request.POST.get("language", ""), request.POST.get("form_path", ""))
        filled = FormFiller(values, selection).fill(self, request, item)
        show_prefilled(request, filled.post_data)
        note = _(
            "This is the version from {time}, and nothing is saved yet: look at it, then save."
        )
        messages.warning(request, note.format(time=format_saved_at(version)))
        if filled.withheld_labels:
            messages.warning(request, problem_messages.withheld(filled))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["errors"] = errors_to_show(context["adminform"].form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    def version_history_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_viewable_item(self, request, pk)
        schemas = find_form_schemas(self, request, item)
        versions = Version.objects.for_item(item)
        page = Paginator(range(versions.count()), VERSIONS_PER_PAGE).get_page(
            request.GET.get("page")
        )
        # Two more: the last on the page is compared with one before it that is not discarded.
        history = VersionHistory(islice(versions.with_values(), page.end_index() + 2))
        context = {
            "title": _("Version history: {title}").format(title=item),
            "entries": [_history_entry(history, index, schemas) for index in page.object_list],
            "page": page,
            "changed_since_public": page.number == 1 and _has_changed_since_public(history),
        }
        return render_item_page(self, request, item, "admin/versions/version_history.html", context)

    def comparison_view(self, request: HttpRequest, pk: int, version_pk: int) -> HttpResponse:
        """Compares a version with the one before it, or with any other."""
        item = get_viewable_item(self, request, pk)
        history = VersionHistory(Version.objects.for_item(item).with_values())
        index = history.find_index(version_pk)
        if index is None:
            raise Http404
        compare_with = request.GET.get("with", "")
        other_index = history.index_to_compare_with(index, compare_with)
        older, newer = history[max(index, other_index)], history[min(index, other_index)]
        schemas = find_form_schemas(self, request, item)
        context = {
            "title": _("Compare: {title}").format(title=item),
            "older": older.version,
            "newer": newer.version,
            "version": history[index].version,
            "can_restore": index > 0,
            "form_diffs": diffs.find_diffs(older.values, newer.values, schemas),
            "choices": history.comparison_choices(index),
            "compare_with": compare_with,
            "other_versions": [one.version for one in history if one.version.pk != version_pk],
            "compared_version": history[other_index].version,
            "languages": [(code, languages.language_name(code)) for code in languages.codes()],
        }
        return render_item_page(self, request, item, "admin/versions/comparison.html", context)

    def working_copy_changes_view(
        self, request: HttpRequest, pk: int, copy_pk: int
    ) -> HttpResponse:
        """Compares what the user has typed and not saved with what is saved."""
        item = get_viewable_item(self, request, pk)
        user = authenticated_user(request)
        copy = working_copies.find(user, self.model, str(pk), str(copy_pk))
        if copy is None:
            raise Http404
        stored = recording.snapshot_of_stored_item(self, request, item)
        unsaved = recording.snapshot_of_unsaved_form(
            self, request, item, working_copies.form_data(copy)
        )
        context = {
            "title": _("Not saved yet: {title}").format(title=item),
            "copy": copy,
            "form_diffs": diffs.find_diffs(
                stored.values, unsaved.values, find_form_schemas(self, request, item)
            ),
        }
        return render_item_page(
            self, request, item, "admin/versions/working_copy_changes.html", context
        )

    def _version(self, item: models.Model, version_pk: str) -> tuple[Version, ValuesByPath]:
        for version, values in Version.objects.for_item(item).with_values():
            if str(version.pk) == version_pk:
                return version, values
        raise Http404


def _history_entry(history: VersionHistory, index: int, schemas: FormSchemas) -> dict[str, Any]:
    """The context of a version in the template of the version history."""
    version, values = history[index]
    previous = history.previous_index(index)
    changes = (
        diffs.find_diffs(history[previous].values, values, schemas) if previous is not None else []
    )
    return {
        "version": version,
        "summary": diffs.summary(changes),
        "is_first": previous is None,
        "repeats_version_before_discarded": not changes and previous not in (None, index + 1),
        "is_newest": index == 0,
        "public_languages": [
            languages.language_name(code) for code in version.public_languages.split()
        ],
    }


def _has_changed_since_public(history: VersionHistory) -> bool:
    """Whether the newest version is not public, and an older one was."""
    if not history or history[0].version.public_languages:
        return False
    newest = history[0].version
    older = Version.objects.filter(
        content_type_id=newest.content_type_id, object_id=newest.object_id
    )
    return older.exclude(public_languages="").exists()


def format_saved_at(version: Version) -> str:
    return formats.date_format(timezone.localtime(version.saved_at), "DATETIME_FORMAT")
