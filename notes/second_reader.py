"""Where the network wants it, a second person reads a text before it becomes public: somebody other
than who saved it last has answered "fine" for exactly that text. Taking down is always possible."""

from django.db import models
from django.utils.translation import gettext as _

from cms import declarations
from cms.i18n import languages
from cms.i18n.account_names import account_name
from cms.publishing.publishable import Publishable, Status
from notes.models import Review
from versions.models import PendingChanges, Version


class NotReadError(Exception):
    """Nobody else has read what is about to become public."""

    def __init__(self, item: models.Model, *, is_changed: bool) -> None:
        super().__init__(f"{item!r} was not read by a second person")
        self.item = item
        # Whether it is the text that is new, and not only its publication.
        self.is_changed = is_changed


def is_required() -> bool:
    """Whether an app above says so, in `is_required` of its `second_reading.py`."""
    return any(module.is_required() for module in declarations.modules("second_reading"))


def visible_languages(item: Publishable) -> set[str]:
    """Those in which readers see the item, or will at its moment."""
    shown = (Status.PUBLIC, Status.SCHEDULED)
    return {code for code in languages.codes() if item.status_in(code) in shown}


class Text:
    """What is stored of an item, or what its readers would see with its pending changes."""

    def __init__(self, item: models.Model, *, with_pending: bool = False) -> None:
        self.item = item
        newest = Version.objects.for_item(item).select_related("saved_by").order_by("-pk").first()
        pending = (
            PendingChanges.objects.for_item(item).select_related("saved_by").first()
            if with_pending
            else None
        )
        self.author = pending.saved_by if pending else newest.saved_by if newest else None
        self.etag = Review.etag(
            newest.pk if newest else None, pending.saved_at if pending else None
        )

    def is_read(self) -> bool:
        answers = Review.objects.for_item(self.item).filter(is_fine=True, text_etag=self.etag)
        others = answers.exclude(reviewer=None)
        if self.author:
            others = others.exclude(reviewer=self.author)
        return others.exists()

    def refusal(self) -> str:
        if self.author:
            text = _("Somebody other than {name} must read exactly this text and answer “fine”.")
            return text.format(name=account_name(self.author))
        return _("Somebody else must read exactly this text and answer “fine”.")

    def carry_answers_over(self, other: "Text") -> None:
        """To the same text under another etag: what was pending is published."""
        answers = Review.objects.for_item(self.item).filter(text_etag=self.etag)
        answers.update(text_etag=other.etag)
