"""Views of the admin that ask for the password again, as somebody may have left a screen unlocked.

A view says so itself, and a method says so for those that override it. The admin site
(`website/admin/site.py`) asks before it calls the view:

    @requires_reauthentication
    def merge(request, kept, merged): ...

    @requires_reauthentication(when=deletes_selected)
    def changelist_view(self, request, extra_context=None): ...
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

View = Callable[..., Any]
# Called with the arguments of the view.
Condition = Callable[..., bool]

MARK = "requires_reauthentication"


def always(*_args: Any, **_kwargs: Any) -> bool:
    return True


def when_posted(request: HttpRequest, *_args: Any, **_kwargs: Any) -> bool:
    return request.method == "POST"


def deletes_selected(request: HttpRequest, *_args: Any, **_kwargs: Any) -> bool:
    """Whether Django's action that deletes rows of a list is asked for, alone or among others."""
    return request.method == "POST" and "delete_selected" in request.POST.getlist("action")


def requires_reauthentication(view: View | None = None, *, when: Condition = always) -> View:
    """Mark a view. `when` narrows the mark to some requests."""

    def mark(view: View) -> View:
        setattr(view, MARK, when)
        return view

    return mark(view) if view else mark


def is_required(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> bool:
    """Whether the mark of a view, or of a method that it overrides, holds for this request."""
    return any(when(request, *args, **kwargs) for when in conditions(view))


def conditions(view: View) -> list[Condition]:
    """The conditions in the marks of a view and of the methods that it overrides."""
    defined: list[Any] = [view]
    if admin := getattr(view, "__self__", None):
        defined = [vars(parent).get(view.__name__) for parent in type(admin).__mro__]
    return [getattr(view, MARK) for view in defined if hasattr(view, MARK)]
