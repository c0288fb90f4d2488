from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.admin.permissions import can_view
from cms.declarations.dashboard import MAX_ITEMS, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from cms.publishing import status
from cms.queries.generic_items import find_items
from notes.models import Mention, Review
from versions.admin.page_rendering import user_name


def panels(user: User) -> Iterator[Panel]:
    items = list(_items(user))
    if items:
        title = ngettext("{n} note for you", "{n} notes for you", len(items)).format(n=len(items))
        yield Panel("notes", PanelPosition.WAITING, title, items[:MAX_ITEMS])
    reviews = list(_reviews(user))
    if reviews:
        title = ngettext("{n} item for you to read", "{n} items for you to read", len(reviews))
        yield Panel(
            "reviews", PanelPosition.WAITING, title.format(n=len(reviews)), reviews[:MAX_ITEMS]
        )


def _reviews(user: User) -> Iterator[PanelLine]:
    unanswered = Review.objects.unanswered().filter(reviewer=user)
    reviews = list(unanswered.select_related("asked_by", "content_type"))
    stored = find_items(reviews)
    for review in reviews:
        item = stored.get((review.content_type_id, review.object_id))
        if item is not None and can_view(user, type(item)):
            note = _byline(review.asked_by, review.asked_at)
            yield PanelLine(str(item), _url(item, "change") + "#notes", note, _kind(item))


def _items(user: User) -> Iterator[PanelLine]:
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
            yield PanelLine(
                str(item),
                f"{url}#note-{note.thread_id or note.pk}",
                _byline(note.author, note.written_at),
                _kind(item),
            )


def _kind(item: Model) -> str:
    return capfirst(str(item._meta.verbose_name))


def _url(item: Model, page: str) -> str:
    opts = item._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[item.pk])


def _byline(user: User | None, moment: datetime) -> str:
    return _("{name}, {moment}").format(name=user_name(user), moment=status.short_datetime(moment))
