from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help, ModelHelp
from page_views.models import PageView

MODELS = {
    PageView: ModelHelp(
        Chapter.FIRST_RELEASE,
        list=_(
            "Which pages are read, in daily totals: no cookies, no IP addresses, nothing about who "
            "was reading. Programs that identify themselves as such are left out. Pages that a "
            "browser, a proxy or an app shows from its cache are not counted, so the true numbers "
            "are higher. Compare pages and weeks; a single number says little."
        ),
        form=_("Daily totals. They cannot be changed."),
    ),
}

PAGES = {
    "page_views_pageview_item": Help(
        _(
            "How often this page was read each day, in each language, and where its readers came "
            "from. Sources with fewer than three a day are added together. Numbers are kept for "
            "thirteen months."
        ),
        Chapter.FIRST_RELEASE,
    ),
}
