from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help, ModelHelp
from page_views.models import PageView

MODELS = {
    PageView: ModelHelp(
        Chapter.FIRST_RELEASE,
        list=_(
            "Which texts are read, as numbers of a day: without cookie, without address, without "
            "anything about who read. Programs that say they are one are left out. Pages that a "
            "browser, a proxy or an app shows from its own memory are not counted, so the true "
            "numbers are higher. Compare texts and weeks; a single number says little."
        ),
        form=_("Numbers of a day. They cannot be changed."),
    ),
}

PAGES = {
    "page_views_pageview_item": Help(
        _(
            "How often this text was read on each day, in each language, and where its readers "
            "came from. Fewer than three from one source on a day are not told apart. Numbers are "
            "kept for thirteen months."
        ),
        Chapter.FIRST_RELEASE,
    ),
}
