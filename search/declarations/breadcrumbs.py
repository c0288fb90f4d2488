from django.utils.translation import pgettext_lazy

from cms.declarations.breadcrumbs import BreadcrumbRule

BREADCRUMBS = {"search:search": BreadcrumbRule(pgettext_lazy("noun", "Search"))}
