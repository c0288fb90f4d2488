"""Mixin of a ModelAdmin: each save records a version; versions are listed, compared and
restored."""

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
    render_page,
    say_where_deleted_texts_are,
)
from versions.admin.pending_changes import sentences
from versions.admin.prefilled_forms import errors_to_show, show_prefilled
from versions.admin.request_state import request_state
from versions.admin.translations.form import TranslationsMixin
from versions.comparison import differences
from versions.comparison.field_values import ComparedForm, find_compared_forms
from versions.form_filling import FormFiller, Selection
from versions.limits_and_periods import VERSIONS_PER_PAGE
from versions.models import FormValues, Version

# The button that restores a version has its primary key.
RESTORE = "_restore_version"


class VersionPagesMixin(TranslationsMixin):
    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/versions/", admin_view(self.versions_view), name=f"{name}_versions"),
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
            self._record_values_before(request, obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        inlines = self.get_inline_instances(request, form.instance if change else None)
        # Django gives the others no values but their initial ones.
        changed = [
            formset
            for inline, formset in zip(inlines, formsets, strict=True)
            if inline.has_change_permission(request, form.instance)
        ]
        saved = recording.values_of_saved_form(form, changed)
        request_state(request).saved_forms = (form, changed)
        deleted = recording.texts_of_deleted_rows(form, changed)
        newest, recorded_change = recording.record_with_deleted_texts(
            form.instance, saved, deleted, authenticated_user(request)
        )
        if deleted and not request_state(request).saves_pending:
            say_where_deleted_texts_are(self, request, str(form.instance.pk))
        self.update_translations_of(request, form.instance, saved, newest, recorded_change)

    @contextmanager
    def record_version_of(self, request: HttpRequest, item: Any) -> Iterator[None]:
        if not Version.objects.for_item(item).exists():
            self._record_values_before(request, item)
        yield
        stored = recording.values_of_stored_item(self, request, item)
        recording.record(item, stored, authenticated_user(request))

    def _record_values_before(self, request: HttpRequest, changed: models.Model) -> None:
        """An item that no form has saved yet, of an import or the demonstration."""
        item = self.get_object(request, str(changed.pk))
        if item is not None:
            recording.record(item, recording.values_of_stored_item(self, request, item), None)

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
        # A colleague who saves now comes before the item is read, or after the form was made.
        with transaction.atomic():
            self._lock(object_id)
            self._restore_version(request, object_id)
            return super().change_view(request, object_id, form_url, context)

    def _restore_version(self, request: HttpRequest, object_id: str) -> None:
        """Fills the form in, and prevents it from being saved before somebody has looked at it."""
        item = self.get_object(request, object_id)
        if item is None or not self.has_change_permission(request, item):
            raise PermissionDenied
        version, values = self._version(item, request.POST[RESTORE])
        selection = Selection(request.POST.get("language", ""), request.POST.get("row", ""))
        filled = FormFiller(values, selection).fill(self, request, item)
        show_prefilled(request, filled.data)
        note = _(
            "This is the version from {time}, and nothing is saved yet: look at it, then save."
        )
        messages.warning(request, note.format(time=moment(version)))
        if filled.left_out:
            messages.warning(request, sentences.left_out(filled))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["errors"] = errors_to_show(context["adminform"].form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_viewable_item(self, request, pk)
        compared_forms = find_compared_forms(self, request, item)
        count = Version.objects.for_item(item).count()
        page = Paginator(range(count), VERSIONS_PER_PAGE).get_page(request.GET.get("page"))
        # Each is compared with one before it, but not with changes that were never published.
        versions = list(islice(Version.objects.for_item(item).with_values(), page.end_index() + 2))
        entries = [self._entry(versions, number, compared_forms) for number in page.object_list]
        context = {
            "title": _("Version history: {title}").format(title=item),
            "entries": entries,
            "page": page,
            "changed_since_public": page.number == 1 and self._has_changed_since_public(versions),
        }
        return render_page(self, request, item, "admin/versions/version_history.html", context)

    def _entry(
        self,
        versions: list[tuple[Version, FormValues]],
        number: int,
        compared_forms: dict[str, ComparedForm],
    ) -> dict[str, Any]:
        version, values = versions[number]
        before = self._number_before(versions, number)
        changes = (
            differences.find_differences(versions[before][1], values, compared_forms)
            if before is not None
            else []
        )
        return {
            "version": version,
            "summary": differences.summary(changes),
            "is_first": before is None,
            "repeats_public_version": not changes and before not in (None, number + 1),
            "is_newest": number == 0,
            "public_languages": [
                languages.language_name(code) for code in version.public_languages.split()
            ],
        }

    def _has_changed_since_public(self, versions: list[tuple[Version, FormValues]]) -> bool:
        """Whether the newest version is not public, and an older one was."""
        if not versions or versions[0][0].public_languages:
            return False
        newest = versions[0][0]
        older = Version.objects.filter(
            content_type_id=newest.content_type_id, object_id=newest.object_id
        )
        return older.exclude(public_languages="").exists()

    def comparison_view(self, request: HttpRequest, pk: int, version_pk: int) -> HttpResponse:
        """A version beside the one before it, or beside any other."""
        item = get_viewable_item(self, request, pk)
        versions = list(Version.objects.for_item(item).with_values())
        number = next(
            (n for n, (version, _values) in enumerate(versions) if version.pk == version_pk), None
        )
        if number is None:
            raise Http404
        against = request.GET.get("with", "")
        other = self._other(versions, number, against)
        older, newer = sorted([number, other], reverse=True)
        compared_forms = find_compared_forms(self, request, item)
        context = {
            "title": _("Compare: {title}").format(title=item),
            "older": versions[older][0],
            "newer": versions[newer][0],
            "version": versions[number][0],
            "can_restore": number > 0,
            "rows": differences.find_differences(
                versions[older][1], versions[newer][1], compared_forms
            ),
            "choices": self._choices(versions, number),
            "others": [one for one, _values in versions if one.pk != version_pk],
            "other": versions[other][0],
            "against": against,
            "languages": [(code, languages.language_name(code)) for code in languages.codes()],
        }
        return render_page(self, request, item, "admin/versions/comparison.html", context)

    def working_copy_changes_view(
        self, request: HttpRequest, pk: int, copy_pk: int
    ) -> HttpResponse:
        """What somebody typed and has not saved, beside what is saved."""
        item = get_viewable_item(self, request, pk)
        user = authenticated_user(request)
        copy = working_copies.find(user, self.model, str(pk), str(copy_pk))
        if copy is None:
            raise Http404
        stored = recording.values_of_stored_item(self, request, item)
        unsaved = recording.values_of_unsaved_form(
            self, request, item, working_copies.form_data(copy)
        )
        context = {
            "title": _("Not saved yet: {title}").format(title=item),
            "copy": copy,
            "rows": differences.find_differences(
                stored.values, unsaved.values, find_compared_forms(self, request, item)
            ),
        }
        return render_page(self, request, item, "admin/versions/working_copy_changes.html", context)

    def _choices(
        self, versions: list[tuple[Version, FormValues]], number: int
    ) -> list[tuple[str, str]]:
        """What a version can be compared with. Shape: value of the parameter, label."""
        choices = []
        if self._number_before(versions, number) is not None:
            choices.append(("", _("with the version before")))
        if number > 0:
            choices.append(("newest", _("with the newest version")))
        if self._last_public(versions, number) is not None:
            choices.append(("public", _("with the version that was public last")))
        return choices

    def _other(self, versions: list[tuple[Version, FormValues]], number: int, against: str) -> int:
        """Of the version to compare with: `against` is one of the choices, or a primary key."""
        for other, (version, _values) in enumerate(versions):
            if str(version.pk) == against:
                return other
        if against == "newest":
            return 0
        public = self._last_public(versions, number)
        if against == "public" and public is not None:
            return public
        before = self._number_before(versions, number)
        return number if before is None else before

    def _number_before(self, versions: list[tuple[Version, FormValues]], number: int) -> int | None:
        """Of the version before it that was not only pending: after one that was, what stayed
        public is recorded again."""
        older = range(number + 1, len(versions))
        return next((other for other in older if not versions[other][0].is_discarded), None)

    def _last_public(self, versions: list[tuple[Version, FormValues]], number: int) -> int | None:
        older = range(number + 1, len(versions))
        return next((other for other in older if versions[other][0].public_languages), None)

    def _version(self, item: models.Model, version_pk: str) -> tuple[Version, FormValues]:
        for version, values in Version.objects.for_item(item).with_values():
            if str(version.pk) == version_pk:
                return version, values
        raise Http404


def moment(version: Version) -> str:
    return formats.date_format(timezone.localtime(version.saved_at), "DATETIME_FORMAT")
