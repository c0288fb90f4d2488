from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help
from versions.limits_and_periods import TRASH_RETENTION

PAGES = {
    "index": Help(
        _(
            "The buttons start something new, the boxes show what needs doing, and all lists are "
            "at the end. Each line leads to its item. If a public form is being flooded, close it "
            "in the box “Public forms”; what people are filling in is not lost."
        ),
        Chapter.FIRST_DAY,
        ("draft", "scheduled", "quarantine", "raid"),
    ),
}

MODEL_PAGES = {
    "history": Help(
        _("Who saved this item and when. Nobody can change the list."),
        Chapter.TRANSLATIONS,
    ),
    "delete": Help(
        format_lazy(
            _(
                "Deleting is for mistakes and duplicates. Where a list has a bin, what you delete "
                "stays in it for {n} days; anything else is gone at once. To take something off "
                "the site only, make it a draft again."
            ),
            n=TRASH_RETENTION.days,
        ),
        Chapter.TRANSLATIONS,
        ("draft",),
    ),
}
