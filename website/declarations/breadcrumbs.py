from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import BreadcrumbRule, Variables


def organisation_url(variables: Variables) -> str:
    url: str = variables["organisation"].get_absolute_url()
    return url


def list_of_members(variables: Variables) -> str:
    """Above members and former ones; others are no part of that list."""
    return "members:members" if variables["organisation"].joined_on else ""


BREADCRUMBS = {
    "page": BreadcrumbRule(lambda variables: variables["page"].title, required_variable="page"),
    "member": BreadcrumbRule(
        lambda variables: variables["organisation"].name,
        list_of_members,
        required_variable="organisation",
    ),
    "member-events": BreadcrumbRule(
        _("Events"), "member", organisation_url, required_variable="organisation"
    ),
    "member-news": BreadcrumbRule(
        _("News"), "member", organisation_url, required_variable="organisation"
    ),
    "member-resources": BreadcrumbRule(
        _("Resources"), "member", organisation_url, required_variable="organisation"
    ),
}
