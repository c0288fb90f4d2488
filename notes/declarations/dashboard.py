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
from cms.i18n.account_names import account_name
from cms.publishing import publication_status
from cms.queries.generic_items import find_items
from notes.models import Mention, Review


def panels(user: User) -> Iterator[Panel]:
    items = list(_items(user))
    if items:
        title = ngettext("{n} note for you", "{n} notes for you", len(items)).format(n=len(items))
        yield Panel("notes", PanelPosition.WAITING, title, items[:MAX_ITEMS])
    reviews, answers = _reviews(user)
    if reviews:
        title = ngettext("{n} item for you to read", "{n} items for you to read", len(reviews))
        yield Panel(
            "reviews", PanelPosition.WAITING, title.format(n=len(reviews)), reviews[:MAX_ITEMS]
        )
    if answers:
        title = ngettext("{n} answer to your request", "{n} answers to your requests", len(answers))
        yield Panel(
            "answers", PanelPosition.WAITING, title.format(n=len(answers)), answers[:MAX_ITEMS]
        )


def _reviews(user: User) -> tuple[list[PanelLine], list[PanelLine]]:
    """Those that the user is asked for, and the answers to those that the user asked for."""
    waiting = Review.objects.waiting_for(user)
    found = list(waiting.select_related("asked_by", "reviewer", "content_type"))
    stored = find_items(found)
    asked: list[PanelLine] = []
    answers: list[PanelLine] = []
    for review in found:
        item = stored.get((review.content_type_id, review.object_id))
        if item is None or not can_view(user, type(item)):
            continue
        if review.answered_at:
            note = f"{review.answer} · {_byline(review.reviewer, review.answered_at)}"
            lines = answers
        else:
            note, lines = _byline(review.asked_by, review.asked_at), asked
        lines.append(PanelLine(str(item), _url(item, "change") + "#notes", note, _kind(item)))
    return asked, answers


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
    name, short = account_name(user), publication_status.short_datetime(moment)
    return _("{name}, {moment}").format(name=name, moment=short)
