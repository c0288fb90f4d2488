"""Tells staff by e-mail who has named them in a note. The e-mail does not say what the note says:
whoever reads it has logged in."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.account_security import language_of
from cms.admin.permissions import can_view
from cms.i18n.account_names import account_name
from cms.publishing.site_url import absolute_url
from cms.queries.generic_items import find_items
from mail import outbox
from notes.models import Mention


def count_untold() -> int:
    return Mention.objects.unnotified().count()


@transaction.atomic
def tell() -> int:
    """Whoever has read the note already gets no e-mail."""
    unnotified = Mention.objects.unnotified().select_for_update(of=["self"], skip_locked=True)
    found = list(unnotified.select_related("user", "note__author", "note__content_type"))
    items = find_items(mention.note for mention in found)
    for mention in found:
        item = items.get((mention.note.content_type_id, mention.note.object_id))
        if item is not None and _can_be_told(mention.user, item):
            _queue(mention, item)
    keys = [mention.pk for mention in found]
    return Mention.objects.filter(pk__in=keys).update(notified_at=timezone.now())


def _can_be_told(user: User, item: Model) -> bool:
    return user.is_active and bool(user.email) and can_view(user, type(item))


def _queue(mention: Mention, item: Model) -> None:
    opts, language = item._meta, language_of(mention.user)
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_notes", args=[item.pk])
    with override(language):
        context = {
            "name": account_name(mention.note.author),
            "title": str(item),
            "url": absolute_url(url),
        }
    outbox.queue_email(
        mention.user.email,
        "admin/form/notes/emails/note_for_you.txt",
        context,
        language=language,
        key=f"mention.{mention.pk}",
        about=f"account:{mention.user_id}",
        counts_towards_daily_limit=False,
    )
