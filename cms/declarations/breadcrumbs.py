"""Where the pages of an app are in the site: the dict `BREADCRUMBS` in its `breadcrumbs.py`.

The path at the top of a page and the BreadcrumbList for search engines are both made of it
(`cms/publishing/breadcrumbs.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

# The variables of a template.
Variables = Mapping[str, Any]


@dataclass(frozen=True)
class BreadcrumbRule:
    """A page below another. `BREADCRUMBS` has it under the name of its URL pattern.

    `label`: text, or a function of the page's variables that returns HTML or text. `parent` is the
    name of the page above, empty for one below the home page, or a function that returns it;
    `parent_url` returns its URL if that takes arguments. Without the `required_variable` of its
    template the page shows something else, such as why an item is missing, and has no breadcrumbs.
    """

    label: str | Promise | Callable[[Variables], str]
    parent: str | Callable[[Variables], str] = ""
    parent_url: Callable[[Variables], str] | None = None
    required_variable: str = ""
