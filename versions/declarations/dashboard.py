from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.declarations.dashboard import MAX_ITEMS, Item, Panel, Position, Todo
from cms.i18n import languages
from cms.publishing import status
from cms.queries.generic_items import find_items
from versions.declarations.translation_panels import translation_panels
from versions.models import HeldEdit


def panels(user: User) -> Iterator[Panel]:
    yield from translation_panels(user)
    found = [held for held in _held_edits(user) if not held.failure]
    if found:
        title = ngettext(
            "{n} item with changes waiting", "{n} items with changes waiting", len(found)
        )
        items = list(_items(found[:MAX_ITEMS]))
        yield Panel("held-edits", Position.WRITING, title.format(n=len(found)), items)


def todos(user: User) -> Iterator[Todo]:
    failed = [held for held in _held_edits(user) if held.failure]
    for item in _items(failed):
        text = _("Changes could not be published: {title}").format(title=item.title)
        yield Todo(text, item.url)


def _held_edits(user: User) -> list[HeldEdit]:
    """Those of items that the user may change, the longest waiting first."""
    if "_held_edits" not in vars(user):
        found = HeldEdit.objects.select_related("content_type").order_by("held_at")
        vars(user)["_held_edits"] = [
            held
            for held in found
            if user.has_perm(f"{held.content_type.app_label}.change_{held.content_type.model}")
        ]
    held_edits: list[HeldEdit] = vars(user)["_held_edits"]
    return held_edits


def _items(found: list[HeldEdit]) -> Iterator[Item]:
    stored = find_items(found)
    for held in found:
        if item := stored.get((held.content_type_id, held.object_id)):
            names = ", ".join(languages.language_name(code) for code in held.language_codes)
            yield Item(str(item), _held_url(item), _note(held, names))


def _held_url(item: models.Model) -> str:
    opts = item._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_held", args=[item.pk])


def _note(held: HeldEdit, names: str) -> str:
    if held.publish_at is None:
        return names
    moment = status.short_datetime(held.publish_at)
    return _("{languages}, to be published on {moment}").format(languages=names, moment=moment)
