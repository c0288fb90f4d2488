"""The page of the admin that lists the translation tasks of all models."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cms.admin.permissions import authenticated_user, can_view
from cms.i18n import languages
from cms.publishing.publishable import Status
from versions.admin.translations.changelist import status_label, word_count_label
from versions.admin.translations.form import TranslationsMixin
from versions.limits_and_periods import TRANSLATION_TASKS_PER_PAGE
from versions.translations.translated_fields import title_column
from versions.translations.translation_tasks import (
    TaskOrder,
    TaskQuery,
    TranslationStatus,
    TranslationTask,
)


def translated_models(user: User) -> list[type[models.Model]]:
    """The models with versions that a user may see, the highest app of docs/structure.md first."""
    return [
        model
        for model in reversed(apps.get_models())
        if admin.site.is_registered(model)
        and isinstance(admin.site.get_model_admin(model), TranslationsMixin)
        and can_view(user, model)
    ]


def task_query_for(user: User) -> TaskQuery | None:
    """None if the site has only one language, or the user may see no item."""
    found = translated_models(user)
    return TaskQuery(found, languages.codes()) if found and len(languages.codes()) > 1 else None


def translation_tasks_url(**parameters: str) -> str:
    query = f"?{urlencode(parameters)}" if parameters else ""
    return reverse("admin:translations") + query


def task_url(task: TranslationTask) -> str:
    """The form of the item, at its title in the language into which it is to be translated."""
    meta = task.item._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[task.item.pk])
    return f"{url}#id_{title_column(type(task.item), task.language)}"


@dataclass(frozen=True)
class TaskFilter:
    """Narrows or sorts the list by one GET parameter; each of its choices is a link."""

    parameter: str
    title: str
    # Shape: value, label.
    choices: Sequence[tuple[str, str]]
    label_of_default: str

    def chosen_value(self, request: HttpRequest) -> str:
        """Empty for the default, and for values that are not offered."""
        value = request.GET.get(self.parameter, "")
        return value if value in {str(choice) for choice, _label in self.choices} else ""

    def links(self, chosen: dict[str, str]) -> list[dict[str, Any]]:
        """`chosen`: parameter -> value, of all filters."""
        others = {name: value for name, value in chosen.items() if name != self.parameter}
        current = chosen.get(self.parameter, "")
        return [
            {
                "label": label,
                "is_chosen": value == current,
                "query": urlencode(others | ({self.parameter: value} if value else {})),
            }
            for value, label in [("", self.label_of_default), *self.choices]
        ]


class LazyTasks:
    """The tasks of a query as a sequence of which Django's paginator loads one page."""

    def __init__(self, query: TaskQuery, order: TaskOrder) -> None:
        self.query, self.order = query, order

    def __len__(self) -> int:
        return self.query.count()

    def __getitem__(self, page: slice) -> list[TranslationTask]:
        return self.query.tasks(self.order, page.start, page.stop)


@require_safe
def translations_view(request: HttpRequest) -> HttpResponse:
    query = task_query_for(authenticated_user(request))
    if query is None:
        raise PermissionDenied
    filters = _filters(query)
    chosen = {
        task_filter.parameter: value
        for task_filter in filters
        if (value := task_filter.chosen_value(request))
    }
    tasks: Any = LazyTasks(
        _filtered(query, chosen), TaskOrder(chosen.get("order", TaskOrder.NEWEST))
    )
    page: Page[TranslationTask] = Paginator(tasks, TRANSLATION_TASKS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": pgettext("of the site", "Translations"),
        "entries": [_entry(request, task) for task in page.object_list],
        "page": page,
        "filters": [(task_filter.title, task_filter.links(chosen)) for task_filter in filters],
        "query": urlencode(chosen),
        "page_query": urlencode(chosen | {"page": str(page.number)}),
    }
    return TemplateResponse(
        request, "admin/versions/translation_tasks.html", admin.site.each_context(request) | context
    )


def _filters(query: TaskQuery) -> list[TaskFilter]:
    language_choices = [(code, languages.language_name(code)) for code in query.languages]
    status_choices = [
        (TranslationStatus.OUTDATED, _("outdated")),
        (TranslationStatus.MISSING, str(Status.MISSING.label)),
        (TranslationStatus.NOT_NEEDED, pgettext("of a translation", "not needed")),
    ]
    kind_choices = [
        (_model_name(model), capfirst(str(model._meta.verbose_name_plural)))
        for model in query.models
    ]
    order_choices = [
        (TaskOrder.OLDEST, _("longest waiting first")),
        (TaskOrder.SHORTEST, _("shortest first")),
        (TaskOrder.LONGEST, _("longest first")),
    ]
    return [
        TaskFilter("into", _("Translate into"), language_choices, _("All")),
        TaskFilter(
            "status",
            pgettext("of a translation", "State"),
            status_choices,
            _("outdated or missing"),
        ),
        TaskFilter("kind", pgettext("of an item", "Kind"), kind_choices, _("All")),
        TaskFilter("order", _("Order"), order_choices, _("newest first")),
    ]


def _filtered(query: TaskQuery, chosen: dict[str, str]) -> TaskQuery:
    if code := chosen.get("into"):
        query = replace(query, languages=[code])
    if status := chosen.get("status"):
        query = replace(query, statuses=[TranslationStatus(status)])
    if kind := chosen.get("kind"):
        query = replace(
            query, models=[model for model in query.models if _model_name(model) == kind]
        )
    return query


def _model_name(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def _entry(request: HttpRequest, task: TranslationTask) -> dict[str, Any]:
    model_admin: Any = admin.site.get_model_admin(type(task.item))
    may_change = model_admin.has_change_permission(request, task.item)
    is_outdated = task.status == TranslationStatus.OUTDATED
    return {
        "task": task,
        "url": task_url(task),
        "unneeded_url": (
            model_admin.page_url("unneeded_translation", task.item.pk)
            if may_change and not is_outdated
            else ""
        ),
        "is_missing": task.status == TranslationStatus.MISSING,
        "language": languages.language_name(task.language),
        "kind": task.item._meta.verbose_name,
        "status": status_label(task.status, task.language),
        "words": word_count_label(task.words),
    }
