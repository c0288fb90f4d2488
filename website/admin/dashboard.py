"""Collects what the apps declare for the first page of the admin in their `dashboard.py`."""

from collections import defaultdict
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from cms import declarations
from cms.declarations.dashboard import Link, Panel, Todo
from cms.declarations.dashboard_order import PanelPosition


def panels(user: User) -> list[Panel]:
    todos: dict[str, list[Todo]] = defaultdict(list)
    for declared in declared_functions("todos"):
        for todo in declared(user):
            todos[todo.panel].append(todo)
    found = [
        replace(panel, items=[*panel.items, *todos[panel.name]])
        for declared in declared_functions("panels")
        for panel in declared(user)
    ]
    if todos[""]:
        found.append(Panel("todos", PanelPosition.TODO, _("To do"), todos[""], is_urgent=True))
    return sorted(found, key=lambda panel: panel.position)


def shortcuts(user: User) -> list[Link]:
    """The topmost app first."""
    return [
        link for declared in reversed(declared_functions("shortcuts")) for link in declared(user)
    ]


def declared_functions(name: str) -> list:
    """The lowest app first."""
    modules = declarations.modules("dashboard")
    return [getattr(module, name) for module in modules if hasattr(module, name)]
