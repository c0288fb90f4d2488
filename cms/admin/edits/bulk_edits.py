"""Actions of lists that change one thing in many items: a page asks what, a second one shows what
would change in each item, and one transaction changes exactly that."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from cms.admin.model_admin import SiteModelAdmin
from cms.fields import get_model_field

log = logging.getLogger(__name__)

# More would not fit into one request (`DATA_UPLOAD_MAX_NUMBER_FIELDS`).
MAX_ITEMS = 500
# The name of the buttons, and their values: to ask what to change, to show it, to change it.
STEP = "_bulk_step"
CHOOSE, PREVIEW, SAVE = "choose", "preview", "save"
# The fingerprint of the changes that the page showed.
SHOWN = "_bulk_shown"


@dataclass(frozen=True)
class FieldChange:
    """What the field of an item shows before and after."""

    label: str
    before: str
    after: str


class BulkEdit(forms.Form):
    """What is to be changed in the chosen items."""

    name = ""
    # Of the action.
    label: str | Promise = ""
    # Fields of relations that `changes` reads.
    select_related: ClassVar[Sequence[str]] = ()

    def __init__(self, data: Any = None, *, model: type[models.Model]) -> None:
        super().__init__(data, prefix="bulk")
        self.model = model

    def changes(self, item: Any) -> list[FieldChange]:
        """Nothing for an item that has it already."""
        raise NotImplementedError

    def save(self, item: Any) -> None:
        raise NotImplementedError

    def field_label(self, name: str) -> str:
        return capfirst(str(get_model_field(self.model, name).verbose_name))


class TopicsEdit(BulkEdit):
    """Adds, sets or takes out topics."""

    class Way(models.TextChoices):
        ADD = "add", _("add to the topics they have")
        SET = "set", _("replace the topics they have")
        TAKE_OUT = "take-out", pgettext_lazy("topics of items", "remove from the topics they have")

    name, label = "bulk_topics", _("Change topics")

    way = forms.ChoiceField(
        label=_("What to do"), choices=Way, initial=Way.ADD, widget=forms.RadioSelect
    )
    topics: Any = forms.ModelMultipleChoiceField(
        label=_("Topics"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, model: type[models.Model]) -> None:
        super().__init__(data, model=model)
        related: Any = model._meta.get_field("topics").related_model
        self.fields["topics"].queryset = related._default_manager.all()  # type: ignore[attr-defined]

    def changes(self, item: Any) -> list[FieldChange]:
        before, after = list(item.topics.all()), self._topics_after(item)
        if set(before) == set(after):
            return []
        return [FieldChange(self.field_label("topics"), names(before), names(after))]

    def save(self, item: Any) -> None:
        item.topics.set(self._topics_after(item))

    def _topics_after(self, item: Any) -> list[Any]:
        present, chosen = list(item.topics.all()), list(self.cleaned_data["topics"])
        match self.cleaned_data["way"]:
            case self.Way.SET:
                return chosen
            case self.Way.TAKE_OUT:
                return [topic for topic in present if topic not in chosen]
        return [*present, *(topic for topic in chosen if topic not in present)]


class CampaignEdit(BulkEdit):
    name, label = "bulk_campaign", _("Set the campaign or series")
    select_related = ("campaign",)

    campaign: Any = forms.ModelChoiceField(
        label=_("Campaign or series"),
        queryset=None,
        required=False,
        empty_label=pgettext_lazy("of many items", "none"),
    )

    def __init__(self, data: Any = None, *, model: type[models.Model]) -> None:
        super().__init__(data, model=model)
        related: Any = model._meta.get_field("campaign").related_model
        self.fields["campaign"].queryset = related._default_manager.all()  # type: ignore[attr-defined]

    def changes(self, item: Any) -> list[FieldChange]:
        before, after = item.campaign, self.cleaned_data["campaign"]
        if before == after:
            return []
        return [FieldChange(self.field_label("campaign"), str(before or ""), str(after or ""))]

    def save(self, item: Any) -> None:
        item.campaign = self.cleaned_data["campaign"]
        item.save()


class BulkEditMixin(SiteModelAdmin):
    """For admins of lists: has an action for each of `bulk_edits`."""

    bulk_edits: ClassVar[Sequence[type[BulkEdit]]] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting comes last."""
        actions: dict[str, Any] = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_change_permission(request):
            delete = actions.pop("delete_selected", None)
            actions |= {
                edit.name: (partial(_answer, edit=edit), edit.name, str(edit.label))
                for edit in self.bulk_edits
            }
            actions |= {"delete_selected": delete} if delete else {}
        return actions

    def bulk_edit(
        self, request: HttpRequest, chosen: models.QuerySet, edit: type[BulkEdit]
    ) -> HttpResponse | None:
        """Returns None when the items are changed: Django shows the list again."""
        try:
            return self._bulk_edit(request, chosen, edit)
        except OSError:
            log.exception("The files of items that were changed together could not be written.")
            text = _(
                "Nothing was changed, because a file could not be written: the disk of the server "
                "may be full. Tell the administrator of the server, and try again later."
            )
            self.message_user(request, text, messages.ERROR)
            return None

    @transaction.atomic
    def _bulk_edit(
        self, request: HttpRequest, chosen: models.QuerySet, edit: type[BulkEdit]
    ) -> HttpResponse | None:
        items = self._locked(request, chosen, edit)
        if items is None:
            return None
        step = request.POST.get(STEP, "")
        form = edit(request.POST if step else None, model=self.model)
        if step not in (PREVIEW, SAVE) or not form.is_valid():
            return self._bulk_page(request, form, items)
        plan, obstacles = self._plan(request, form, items)
        if step == SAVE and request.POST.get(SHOWN) == fingerprint(plan):
            self._change(request, form, [item for item in items if plan[item.pk]], plan)
            return None
        if step == SAVE:
            text = _("Something has changed in the meantime. Look at the changes again.")
            messages.warning(request, text)
        return self._bulk_page(request, form, items, plan, obstacles)

    def _plan(
        self, request: HttpRequest, form: BulkEdit, items: list[Any]
    ) -> tuple[dict[int, list[FieldChange]], list[tuple[Any, list[str]]]]:
        """What would change in each item, and which items must not be changed here, and why."""
        plan, obstacles = {}, []
        for item in items:
            plan[item.pk] = form.changes(item)
            if plan[item.pk] and (reasons := self.obstacles_to_changing(request, item)):
                plan[item.pk] = []
                obstacles.append((item, reasons))
        return plan, obstacles

    def _locked(
        self, request: HttpRequest, chosen: models.QuerySet, edit: type[BulkEdit]
    ) -> list[Any] | None:
        """Locks the items until the end of the transaction."""
        found = self.model._default_manager.select_for_update(of=("self",))
        found = found.filter(pk__in=chosen.values("pk")).select_related(*edit.select_related)
        items = list(found[: MAX_ITEMS + 1])
        if len(items) > MAX_ITEMS:
            text = _("Choose at most {n} at a time.").format(n=MAX_ITEMS)
            self.message_user(request, text, messages.ERROR)
            return None
        if not all(self.has_change_permission(request, item) for item in items):
            raise PermissionDenied
        return items

    def _change(
        self,
        request: HttpRequest,
        form: BulkEdit,
        items: list[Any],
        plan: Mapping[int, list[FieldChange]],
    ) -> None:
        for item in items:
            with self.recorded_as_version(request, item):
                form.save(item)
            self.log_change(request, item, sentence(plan[item.pk]))
        text = ngettext("{n} was changed.", "{n} were changed.", len(items))
        self.message_user(request, text.format(n=len(items)), messages.SUCCESS)

    def _bulk_page(
        self,
        request: HttpRequest,
        form: BulkEdit,
        items: list[Any],
        plan: Mapping[int, list[FieldChange]] | None = None,
        obstacles: Sequence[tuple[Any, list[str]]] = (),
    ) -> HttpResponse:
        plan = plan or {}
        refused = [item for item, _reasons in obstacles]
        context = {
            "title": form.label,
            "subtitle": None,
            "opts": self.opts,
            "form": form,
            "items": items,
            "changed": [(item, plan[item.pk]) for item in items if plan.get(item.pk)],
            "obstacles": obstacles,
            "unchanged": [
                item for item in items if plan and not plan[item.pk] and item not in refused
            ],
            "is_preview": bool(plan),
            "shown": fingerprint(plan),
            "selection": ACTION_CHECKBOX_NAME,
            "media": self.media,
            "change_url_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
        }
        site_context = self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/form/bulk/page.html", site_context | context)


def _answer(
    model_admin: BulkEditMixin,
    request: HttpRequest,
    chosen: models.QuerySet,
    edit: type[BulkEdit],
) -> HttpResponse | None:
    return model_admin.bulk_edit(request, chosen, edit)


def names(items: Iterable[Any]) -> str:
    return ", ".join(map(str, items))


def sentence(changes: Iterable[FieldChange]) -> str:
    """For the log of an item."""
    return "; ".join(f"{one.label}: {one.before or '–'} → {one.after or '–'}" for one in changes)


def fingerprint(plan: Mapping[int, list[FieldChange]]) -> str:
    return hashlib.sha256(repr(sorted(plan.items(), key=lambda one: one[0])).encode()).hexdigest()
