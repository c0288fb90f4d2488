from django.utils.translation import pgettext_lazy

from cms.declarations.breadcrumbs import Position

BREADCRUMBS = {"search:search": Position(pgettext_lazy("noun", "Search"))}
