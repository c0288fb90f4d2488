from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms import declarations
from cms.declarations.breadcrumbs import BreadcrumbRule, Variables
from cms.publishing.page_urls import page_url
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import strip_markup


@dataclass(frozen=True)
class Breadcrumb:
    """`url` is a path; empty for the page itself."""

    label: SafeString
    url: str


@cache
def rules() -> dict[str, BreadcrumbRule]:
    return {
        name: rule
        for module in declarations.modules("breadcrumbs")
        for name, rule in module.BREADCRUMBS.items()
    }


def breadcrumbs(name: str, variables: Variables) -> list[Breadcrumb]:
    """From the home page to the page with this name. Empty for pages without a rule."""
    rule = rules().get(name)
    if rule is None or (rule.required_variable and not variables.get(rule.required_variable)):
        return []
    here = Breadcrumb(_label(rule, variables), "")
    home = Breadcrumb(conditional_escape(_("Home")), page_url("home"))
    return [home, *reversed(list(_above(rule, variables))), here]


def breadcrumb_list(crumbs: list[Breadcrumb], page_url: str) -> dict | None:
    """A BreadcrumbList of schema.org. `page_url` is absolute."""
    if not crumbs:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": strip_markup(crumb.label),
                "item": absolute_url(crumb.url) if crumb.url else page_url,
            }
            for number, crumb in enumerate(crumbs, 1)
        ],
    }


def _above(rule: BreadcrumbRule, variables: Variables) -> Iterator[Breadcrumb]:
    """The pages above, nearest first."""
    while name := rule.parent(variables) if callable(rule.parent) else rule.parent:
        parent, parent_url = rules()[name], rule.parent_url
        url = parent_url(variables) if parent_url else page_url(name)
        yield Breadcrumb(_label(parent, variables), url)
        rule = parent


def _label(rule: BreadcrumbRule, variables: Variables) -> SafeString:
    label = rule.label
    return conditional_escape(label(variables) if callable(label) else str(label))
