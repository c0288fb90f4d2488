from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.declarations.dashboard import MAX_ITEMS, Panel, PanelLine, Todo
from cms.declarations.dashboard_order import PanelPosition
from cms.i18n import languages
from cms.publishing import publication_status
from cms.queries.generic_items import find_items
from versions.declarations.translation_panels import translation_panels
from versions.models import PendingChanges


def panels(user: User) -> Iterator[Panel]:
    yield from translation_panels(user)
    found = [pending for pending in _pending_changes(user) if not pending.failure]
    if found:
        title = ngettext(
            "{n} item with unpublished changes", "{n} items with unpublished changes", len(found)
        )
        items = list(_items(found[:MAX_ITEMS]))
        yield Panel(
            "pending-changes", PanelPosition.PENDING_CHANGES, title.format(n=len(found)), items
        )


def todos(user: User) -> Iterator[Todo]:
    failed = [pending for pending in _pending_changes(user) if pending.failure]
    for item in _items(failed):
        text = _("Changes could not be published: {title}").format(title=item.title)
        yield Todo(text, item.url)


def _pending_changes(user: User) -> list[PendingChanges]:
    """Those of items that the user may change, the longest waiting first."""
    if "_pending_changes" not in vars(user):
        found = PendingChanges.objects.select_related("content_type").order_by("saved_at")
        vars(user)["_pending_changes"] = [
            pending
            for pending in found
            if user.has_perm(
                f"{pending.content_type.app_label}.change_{pending.content_type.model}"
            )
        ]
    pending_changes: list[PendingChanges] = vars(user)["_pending_changes"]
    return pending_changes


def _items(found: list[PendingChanges]) -> Iterator[PanelLine]:
    stored = find_items(found)
    for pending in found:
        if item := stored.get((pending.content_type_id, pending.object_id)):
            names = ", ".join(languages.language_name(code) for code in pending.language_codes)
            kind = capfirst(str(item._meta.verbose_name))
            yield PanelLine(str(item), _pending_url(item), _note(pending, names), kind)


def _pending_url(item: models.Model) -> str:
    opts = item._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_pending_changes", args=[item.pk])


def _note(pending: PendingChanges, names: str) -> str:
    if pending.publish_at is None:
        return names
    moment = publication_status.short_datetime(pending.publish_at)
    return _("{languages}, to be published on {moment}").format(languages=names, moment=moment)
