"""Base classes of all lists and forms of the admin; docs/admin.md describes them."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.db.models import Field, Model, QuerySet
from django.db.models.options import Options
from django.forms import ModelForm, Script
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from cms.admin import changelist
from cms.admin.edits import concurrent_edits, malformed_requests
from cms.admin.edits.error_summary import error_summary
from cms.admin.forms import RowsMadeOnce, add_form_error, with_form_errors
from cms.admin.relation_fields import RelationFieldsMixin, hide_related_links
from cms.admin.requires_reauthentication import requires_reauthentication
from cms.admin.widgets import FORMFIELD_OVERRIDES
from cms.fields import is_primary_key
from cms.files import uploads
from cms.text import proofreading_messages
from cms.text.proofreading_messages import Finding
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction

log = logging.getLogger(__name__)

INVALID_DATA_MESSAGE = _(
    "This could not be saved. Check the numbers, dates and symbols that you entered."
)


def module_script(name: str) -> Script:
    """An ES module of `static/js/admin/`."""
    return Script(f"js/admin/{name}.js", type="module")


def without_prefixed(entries: list[Any], prefixes: tuple[str, ...]) -> list[Any]:
    """Drops the entries that begin with one of the prefixes from nested lists."""
    nested = [
        without_prefixed(entry, prefixes) if isinstance(entry, list) else entry for entry in entries
    ]
    return [entry for entry in nested if entry and not str(entry).startswith(prefixes)]


def empty_value() -> str:
    return format_html('<span class="nothing">{}</span>', _("none"))


class SiteModelAdmin(changelist.CheckedChangelistMixin, RelationFieldsMixin, admin.ModelAdmin):
    """Base of every admin; docs/admin.md lists what it adds."""

    show_save_and_add_another = False
    list_per_page = 50
    formfield_overrides: ClassVar[Mapping[type[Field], Mapping[str, Any]]] = FORMFIELD_OVERRIDES
    empty_value_display = lazy(empty_value, str)()

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view = partial(super().add_view, request, *args, **kwargs)
        return self._form_view(request, view)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        view = partial(super().change_view, request, object_id, *args, **kwargs)
        return self._form_view(request, view, unquote(object_id))

    # Undocumented, but the form of an article made every empty row five times.
    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[RowsMadeOnce]:
        return [RowsMadeOnce.of(rows) for rows in super().get_inline_formsets(*args, **kwargs)]

    def _form_view(
        self, request: HttpRequest, view: Callable[[], HttpResponse], key: str = ""
    ) -> HttpResponse:
        """If a file cannot be written or used, or the database refuses a value, nothing is saved
        and the form is shown again with an error."""
        malformed_requests.repair_request(self, request)
        if request.method != "POST":
            return view()
        committed: list[bool] = []
        save = partial(self._save, request, view, key, committed)
        try:
            return save()
        except (DataError, OverflowError):
            log.warning("Refused by the database: a form at %s", request.path)
            add_form_error(request, ValidationError(INVALID_DATA_MESSAGE))
        except UnreadablePostError:
            raise
        except OSError as error:
            uploads.add_failed_upload(request, error)
        except ValidationError as error:
            add_form_error(request, error)
        if not committed:
            return save()
        message = _(
            "It is saved, but a file could not be put in its place: the disk of the server may be "
            "full. Tell the administrator of the server, and save it once more afterwards."
        )
        self.message_user(request, message, messages.ERROR)
        return redirect(self.page_url("changelist"))

    @transaction.atomic
    def _save(
        self,
        request: HttpRequest,
        view: Callable[[], HttpResponse],
        key: str,
        committed: list[bool],
    ) -> HttpResponse:
        """A form writes all fields of an item. So it waits until somebody else has hidden or
        unpublished the item, and merges their changes."""
        # What is done after the commit cannot undo it any more.
        transaction.on_commit(partial(committed.append, True))
        if (item := self.lock_item(key)) and concurrent_edits.LOADED in request.POST:
            concurrent_edits.merge(self, request, item)
        return view()

    def lock_item(self, key: str) -> Model | None:
        items = self.model._base_manager.select_for_update()
        return items.filter(pk=key).first() if is_primary_key(key) else None

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form = with_form_errors(form, request)
        hide_related_links(form.base_fields.values())
        return form

    @requires_reauthentication
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        malformed_requests.repair_request(self, request)
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            self.lock_item(unquote(object_id))
            return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Leaves out the rows of many-to-many tables, which mean nothing to a reader."""
        deleted, counts, *rest = super().get_deleted_objects(objs, request)
        models = apps.get_models(include_auto_created=True)
        tables = [model._meta for model in models if model._meta.auto_created]
        for table in tables:
            counts.pop(str(table.verbose_name_plural), None)
        prefixes = tuple(f"{capfirst(table.verbose_name)}: " for table in tables)
        return without_prefixed(deleted, prefixes), counts, *rest

    # Undocumented, but only here have the item and its forms met before the page is made.
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["hides_save_and_continue"] = not context["is_popup"]
        context["show_save_and_add_another"] = self.show_save_and_add_another and add
        context["title"] = self.form_title(request, context.get("original"))
        context["subtitle"] = None
        formsets = [one.formset for one in context["inline_admin_formsets"]]
        if context["errors"]:
            # Instead of Django's own note, which does not say where.
            context["is_refused"] = True
            context["error_summary"] = error_summary(context["adminform"].form, formsets)
            context["errors"] = []
            context["conflicts"] = concurrent_edits.conflicts_of(request)
        if item := context.get("original"):
            context["loaded"] = concurrent_edits.state(item, context["adminform"].form, formsets)
        response = super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
        if isinstance(response, TemplateResponse) and response.context_data:
            # The import map of the editors is the one inline script of the admin.
            media, nonce = response.context_data["media"], getattr(request, "csp_nonce", "")
            response.context_data["media"] = Media.from_media(media, nonce=str(nonce))
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django says that there is no such item before it asks who may see one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._report_saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._report_saved(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._base_manager.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """A restored backup must not bring it back."""
        erasures.record_for_replay(ReplayedAction.DELETE, *queryset)
        super().delete_queryset(request, queryset)

    def obstacles_to_publishing(self, request: HttpRequest, item: Any) -> list[str]:
        """Why an action of a list must not publish an item, besides what it lacks itself."""
        return []

    def obstacles_to_changing(self, request: HttpRequest, item: Any) -> list[str]:
        """Why an action of a list must not change the texts or relations of an item."""
        return []

    @contextmanager
    def recorded_as_version(self, request: HttpRequest, item: Any) -> Iterator[None]:
        """Around a change of an item without its form. Admins with versions record one."""
        yield

    def form_title(self, request: HttpRequest, item: Any) -> str:
        return str(item) if item else _("New: {kind}").format(kind=self.opts.verbose_name)

    def search_status(self, item: Any) -> str:
        """What the search of the admin says beside an item."""
        return ""

    def saved_message(self, item: Any) -> str:
        return format_html(str(_("Saved: {name}")), name=str(item))

    def find_problems(self, item: Any) -> Iterator[Finding]:
        """Yields what to check in an item before it becomes public, and when it is saved."""
        yield from proofreading_messages.proofread(item, timezone.localdate().year)

    def problems_to_report(self, request: HttpRequest, item: Any) -> list[Finding]:
        """What is said beside the message that an item was saved."""
        return list(self.find_problems(item))

    def _report_saved(self, request: HttpRequest, item: Any) -> HttpResponse:
        self.message_user(request, self.saved_message(item), messages.SUCCESS)
        if problems := self.problems_to_report(request, item):
            self.message_user(
                request, proofreading_messages.problems_message(problems), messages.WARNING
            )
        if "_addanother" in request.POST:
            return redirect(self.page_url("add"))
        if not self.has_view_or_change_permission(request, item):
            return redirect("admin:index")
        filters: dict[str, Options[Any] | str] = {
            "preserved_filters": self.get_preserved_filters(request),
            "opts": self.opts,
        }
        return redirect(add_preserved_filters(filters, self.page_url("change", item.pk)))

    def page_url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)


class SingletonAdmin(SiteModelAdmin):
    """For models with one instance per site: the list redirects to it."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        instance = self.model.objects.first()
        return redirect(self.page_url("change", instance.pk) if instance else self.page_url("add"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(SiteModelAdmin):
    """For instances that the program itself writes: staff read them, and no form changes them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
