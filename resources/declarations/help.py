from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, ModelHelp
from resources.models import Resource

MODELS = {
    Resource: ModelHelp(
        Chapter.RESOURCES,
        list=_(
            "The library: toolkits, books, reports, films. A work is entered once and can then be "
            "named by articles, events and other works."
        ),
        form=_(
            "Describe the work itself: who made it, in which year, in which languages it can be "
            "read. Enter the makers in the order of the title page. A file needs a licence that "
            "lets you offer it; otherwise give the address of the publisher."
        ),
        glossary_terms=("licence", "original language", "credit", "unpublished changes"),
    ),
}
