from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import Position, Variables


def organisation_url(variables: Variables) -> str:
    url: str = variables["organisation"].get_absolute_url()
    return url


BREADCRUMBS = {
    "page": Position(lambda variables: variables["page"].title, variable="page"),
    "member": Position(
        lambda variables: variables["organisation"].name,
        "members:members",
        variable="organisation",
    ),
    "member-events": Position(_("Events"), "member", organisation_url, variable="organisation"),
    "member-news": Position(_("News"), "member", organisation_url, variable="organisation"),
    "member-resources": Position(
        _("Resources"), "member", organisation_url, variable="organisation"
    ),
}
