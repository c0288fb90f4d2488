"""What an app adds to the first page of the admin, in functions of its `dashboard.py`:

    def panels(user: User) -> Iterator[Panel]: ...
    def todos(user: User) -> Iterator[Todo]: ...
    def shortcuts(user: User) -> Iterator[Link]: ...

Each yields what the user may see, with the same number of queries however much there is. The order
of the panels: `dashboard_order.py`.
`PUBLIC_FORM_LABELS`: what the panel about public forms calls each of the counters of an app. The
key is the name under which `spam` counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from cms.declarations.dashboard_order import PanelPosition

# Of a panel; a link leads to the others.
MAX_ITEMS = 6


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class PanelLine:
    """A line of a panel: a link to a page of the admin, and a note beside it."""

    title: str
    url: str
    note: str = ""
    # What it is, in a panel with items of several kinds.
    kind: str = ""
    # Links to the item as readers see it.
    view_links: tuple[SafeString, ...] = ()


@dataclass(frozen=True)
class Todo(PanelLine):
    """Something to do. It stands under "To do", or in the panel with the name `panel`."""

    panel: str = ""


@dataclass(frozen=True)
class Panel:
    name: str
    position: PanelPosition
    title: str = ""
    items: Sequence[PanelLine] = ()
    # Shown when there are no items.
    empty_message: str = ""
    # Links to whole lists.
    more_links: Sequence[Link] = ()
    is_urgent: bool = False
    # For a panel that is no list: the template finds its content in `panel.content`.
    template: str = "admin/dashboard/_panel.html"
    content: Any = None
