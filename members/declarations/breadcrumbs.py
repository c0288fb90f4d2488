from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.declarations.breadcrumbs import BreadcrumbRule, Variables
from cms.i18n import languages
from members.names import display_names


def about_url(_variables: Variables) -> str:
    return reverse("page", args=["about"])


def about_label(variables: Variables) -> str:
    name = languages.translated_text(variables["network"], "short_name")
    return _("About %(name)s") % {"name": name}


BREADCRUMBS = {
    "members:members": BreadcrumbRule(gettext_lazy("Members")),
    "members:people": BreadcrumbRule(gettext_lazy("People"), "members:about", about_url),
    "members:person": BreadcrumbRule(
        lambda variables: display_names.display_name(variables["person"]),
        "members:people",
        required_variable="person",
    ),
    "members:agreement": BreadcrumbRule(
        lambda variables: variables["agreement"].get_kind_display(),
        "members:about",
        about_url,
        required_variable="agreement",
    ),
    "members:agreement-version": BreadcrumbRule(
        lambda variables: variables["agreement"].version,
        "members:agreement",
        lambda variables: reverse("members:agreement", args=[variables["agreement"].kind]),
        required_variable="agreement",
    ),
    # The standing page about the network, as the page above others.
    "members:about": BreadcrumbRule(about_label),
}
