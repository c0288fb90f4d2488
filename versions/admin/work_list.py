"""The page of the admin that lists what is to be translated, of all kinds of items."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
from versions.admin.translation_lists import words_text
from versions.admin.translations import TranslationsMixin
from versions.translations.following import title_name
from versions.translations.work_list import Order, State, Task, Wanted

TASKS_A_PAGE = 50


def translated_models(user: User) -> list[type[models.Model]]:
    """The kinds of items with versions that somebody may see, the highest app first."""
    return [
        model
        for model in reversed(apps.get_models())
        if admin.site.is_registered(model)
        and isinstance(admin.site.get_model_admin(model), TranslationsMixin)
        and can_view(user, model)
    ]


def wanted_by(user: User) -> Wanted | None:
    """All that somebody may see of what is to be translated; None where there is nothing to
    translate from, or for who may see no item."""
    kinds = translated_models(user)
    return Wanted(kinds, languages.codes()) if kinds and len(languages.codes()) > 1 else None


def work_list_url(**parameters: str) -> str:
    query = f"?{urlencode(parameters)}" if parameters else ""
    return reverse("admin:translations") + query


def task_url(task: Task) -> str:
    """The form of the item, at its title in the language that is wanted."""
    meta = task.item._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[task.item.pk])
    return f"{url}#id_{title_name(type(task.item), task.language)}"


def state_label(state: State, language: str) -> str:
    label = _("missing in {language}") if state == State.MISSING else _("outdated in {language}")
    return label.format(language=languages.language_name(language))


@dataclass(frozen=True)
class Choices:
    """The links that narrow or sort the list by one parameter. Shape of `values`: value, label."""

    title: str
    parameter: str
    values: Sequence[tuple[str, str]]
    chosen: dict[str, str]

    @cached_property
    def links(self) -> list[dict[str, Any]]:
        present = self.chosen.get(self.parameter, self.values[0][0])
        return [
            {"label": label, "is_chosen": value == present, "query": self._query(value)}
            for value, label in self.values
        ]

    def _query(self, value: str) -> str:
        others = {name: one for name, one in self.chosen.items() if name != self.parameter}
        return urlencode(others | ({self.parameter: value} if value else {}))


class PagedTasks:
    """What Django's paginator asks of a list."""

    def __init__(self, wanted: Wanted, order: Order) -> None:
        self.wanted, self.order = wanted, order

    def count(self) -> int:
        return self.wanted.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, place: slice) -> list[Task]:
        return self.wanted.tasks(self.order, place.start, place.stop)


@require_safe
def translations_view(request: HttpRequest) -> HttpResponse:
    wanted = wanted_by(authenticated_user(request))
    if wanted is None:
        raise PermissionDenied
    choices = _choices(wanted, request)
    chosen = choices[0].chosen
    tasks: Any = PagedTasks(_narrowed(wanted, chosen), Order(chosen.get("order", Order.NEWEST)))
    page: Page[Task] = Paginator(tasks, TASKS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": pgettext("of the site", "Translations"),
        "rows": [_row(task) for task in page.object_list],
        "page": page,
        "choices": choices,
        "query": urlencode(chosen),
    }
    return TemplateResponse(
        request, "admin/versions/work_list.html", admin.site.each_context(request) | context
    )


def _choices(wanted: Wanted, request: HttpRequest) -> list[Choices]:
    """Values that none of them offers are ignored."""
    offered: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "into": (_("Into"), [(code, languages.language_name(code)) for code in wanted.languages]),
        "state": (
            pgettext("of a translation", "State"),
            [(State.OUTDATED, _("outdated")), (State.MISSING, str(Status.MISSING.label))],
        ),
        "kind": (
            pgettext("of an item", "Kind"),
            [
                (_kind(model), capfirst(str(model._meta.verbose_name_plural)))
                for model in wanted.models
            ],
        ),
        "order": (
            _("Order"),
            [
                (Order.OLDEST, _("longest waiting first")),
                (Order.SHORTEST, _("shortest first")),
                (Order.LONGEST, _("longest first")),
            ],
        ),
    }
    first = {"order": _("newest first")}
    chosen = {
        name: value
        for name, (_title, values) in offered.items()
        if (value := request.GET.get(name, "")) in {str(one) for one, _label in values}
    }
    return [
        Choices(title, name, [("", first.get(name, _("All"))), *values], chosen)
        for name, (title, values) in offered.items()
    ]


def _narrowed(wanted: Wanted, chosen: dict[str, str]) -> Wanted:
    if code := chosen.get("into"):
        wanted = replace(wanted, languages=[code])
    if state := chosen.get("state"):
        wanted = replace(wanted, states=[State(state)])
    if kind := chosen.get("kind"):
        wanted = replace(wanted, models=[one for one in wanted.models if _kind(one) == kind])
    return wanted


def _kind(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def _row(task: Task) -> dict[str, Any]:
    return {
        "task": task,
        "url": task_url(task),
        "kind": task.item._meta.verbose_name,
        "state": state_label(task.state, task.language),
        "words": words_text(task.words),
    }
