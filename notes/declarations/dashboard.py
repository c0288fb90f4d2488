from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.admin.permissions import can_view
from cms.declarations.dashboard import MAX_ITEMS, Item, Panel, Position
from cms.publishing import status
from cms.queries.generic_items import find_items
from notes.models import ItemNote, Mention
from versions.admin.held_edits import name_of


def panels(user: User) -> Iterator[Panel]:
    items = list(_items(user))
    if items:
        title = ngettext("{n} note for you", "{n} notes for you", len(items)).format(n=len(items))
        yield Panel("notes", Position.WAITING, title, items[:MAX_ITEMS])


def _items(user: User) -> Iterator[Item]:
    unread = Mention.objects.unread().filter(user=user)
    notes = [
        mention.note for mention in unread.select_related("note__author", "note__content_type")
    ]
    stored = find_items(notes)
    for note in notes:
        item = stored.get((note.content_type_id, note.object_id))
        if item is not None and can_view(user, type(item)):
            opts = item._meta
            url = reverse(f"admin:{opts.app_label}_{opts.model_name}_notes", args=[item.pk])
            yield Item(str(item), f"{url}#note-{note.thread_id or note.pk}", _said(note))


def _said(note: ItemNote) -> str:
    author, moment = name_of(note.author), status.short_datetime(note.written_at)
    return _("{name}, {moment}").format(name=author, moment=moment)
