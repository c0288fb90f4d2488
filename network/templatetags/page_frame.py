"""The header and the footer, which all pages in a language share but for one thing: a link to the
page itself, or to the list above it, is marked (`aria-current`).

Each part is rendered once for each mark, and again when something public has changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from network.models import Page
from page_cache.cached_values import ValueCache
from page_cache.page_store import begun_in

register = template.Library()
cache = ValueCache()

StandingPages = Mapping[str, list[Page]]

# The links of the wordmark and the footer beside those to standing pages.
OTHER_LINKS = ["home", "news:topics", "news:photo-credits", "concerns:report"]

# The link of the menu that the pages of a view or of an app belong to.
ABOVE = {
    "news:article": "news:articles",
    "events": "events:events",
    "resources": "resources:resources",
    "member": "members:members",
    "news:press-photo": "news:press-room",
}


@dataclass(frozen=True)
class MenuLink:
    """`name` of its URL pattern; empty for a standing page."""

    name: str
    label: str
    url: str

    def mark(self, path: str, above: str) -> str:
        """Its `aria-current` on the page with a path, which belongs to the link `above`. The URLs
        of the many pages of the form to join tell that they belong to it."""
        if path == self.url:
            return "page"
        is_above = self.url in path if self.name in ("", "joining:join") else self.name == above
        return "true" if is_above else ""


@register.simple_tag(takes_context=True)
def menu(context: Context) -> SafeString:
    request, pages = context.get("request"), context.get("standing_pages") or {}
    begun = begun_in(request)
    links = cache.get("links of the menu", lambda: _menu_links(pages), begun)
    path = request.path if request else ""
    above = _link_above(request, context.get("organisation"))
    marks = tuple(link.mark(path, above) for link in links)
    return cache.get(marks, lambda: _rendered_menu(links, marks), begun)


@register.simple_tag(takes_context=True)
def page_part(context: Context, template_name: str) -> SafeString:
    """A template of the header or footer. It gets the URL of the page as `here` if one of its own
    links leads there."""
    network, pages = context.get("network"), context.get("standing_pages") or {}
    request = context.get("request")
    path, begun = getattr(request, "path", ""), begun_in(request)
    here = path if path in cache.get("other links", lambda: _other_urls(pages), begun) else ""
    variables = {"network": network, "standing_pages": pages, "here": here}
    return cache.get(
        (template_name, here), lambda: render_to_string(template_name, variables), begun
    )


def _rendered_menu(links: list[MenuLink], marks: tuple[str, ...]) -> SafeString:
    marked = list(zip(links, marks, strict=True))
    return render_to_string("website/page/_menu.html", {"links": marked})


def _menu_links(pages: StandingPages) -> list[MenuLink]:
    lists = {
        "news:articles": _("News"),
        "events:events": _("Events"),
        "resources:resources": _("Resources"),
        "members:members": _("Members"),
        "news:press-room": _("Press room"),
        "joining:join": _("Join us"),
    }
    return [
        *(MenuLink(name, label, reverse(name)) for name, label in lists.items()),
        *(MenuLink("", page.title, page.get_absolute_url()) for page in pages.get("menu", [])),
    ]


def _other_urls(pages: StandingPages) -> set[str]:
    footer = {page.get_absolute_url() for page in pages.get("footer", [])}
    return footer | {reverse(name) for name in OTHER_LINKS}


def _link_above(request: HttpRequest | None, organisation: Any) -> str:
    """The name of a link of the menu; empty for a page that belongs to none."""
    match = request.resolver_match if request else None
    # Former members have pages, too.
    if match is None:
        return ""
    if match.view_name == "member" and not getattr(organisation, "joined_on", None):
        return ""
    return ABOVE.get(match.view_name) or ABOVE.get(match.app_name, "")
