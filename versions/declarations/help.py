from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help
from versions.limits_and_periods import TRASH_RETENTION

# The chapter on translations also says how unpublished changes, versions and the bin work.
PAGES = {
    "translations": Help(
        _(
            "What each language still lacks, and what must be updated because its original has "
            "changed: of all kinds, in both directions. Begin with the shortest if you have little "
            "time. Each line leads to the form, where what changed stands beside each field."
        ),
        Chapter.TRANSLATIONS,
        ("outdated", "draft"),
    ),
}

MODEL_PAGES = {
    "versions": Help(
        _(
            "Every save of this item, the newest first. Compare any two of them. Nothing changes "
            "by looking. “Not published” marks unpublished changes that were replaced or "
            "discarded; restore them like any version."
        ),
        Chapter.TRANSLATIONS,
        ("version history",),
    ),
    "version": Help(
        _(
            "What was different: added words are underlined, removed words are crossed out. You "
            "can restore everything, one language or one row. The form opens with it, and nothing "
            "is public before you save."
        ),
        Chapter.TRANSLATIONS,
        ("version history",),
    ),
    "working_copy_changes": Help(
        _(
            "What you typed and had not saved, beside what is saved now. Continue with it or "
            "discard it; only you can see it."
        ),
        Chapter.FIRST_RELEASE,
        ("working copy",),
    ),
    "trash": Help(
        format_lazy(
            _(
                "What was deleted in the last {n} days. One press brings an item back as it was, "
                "with its address and its versions. After {n} days the program erases it."
            ),
            n=TRASH_RETENTION.days,
        ),
        Chapter.TRANSLATIONS,
        ("bin",),
    ),
    "pending_changes": Help(
        _(
            "Changes that are saved and not published, beside what readers see. Publish them for "
            "all languages or one, set a day and time, or discard them: they stay in the version "
            "history."
        ),
        Chapter.TRANSLATIONS,
        ("unpublished changes",),
    ),
}
