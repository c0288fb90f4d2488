"""Autosaves what somebody is typing in a form of the admin, until it is saved.

There is one working copy for each person and item, and one for a new item of each kind. Nobody else
sees it; it is no version, and nothing of it is public. It is what a browser would send, encrypted,
because a form may hold what is encrypted elsewhere.
"""

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from versions.limits import MAX_WORKING_COPY_LENGTH, STILL_WRITING
from versions.models import WorkingCopy, WorkingCopyQuerySet

# The etag of the working copy that a form goes on with.
ETAG = "_working_copy_etag"
# What proves a request, and which button sent it.
NOT_AUTOSAVED = {
    *("csrfmiddlewaretoken", "_save", "_continue", "_addanother", ETAG),
    *("_save_pending", "_save_pending_and_review"),
}


class WorkingCopyTooLongError(ValueError):
    """More was typed than is autosaved."""


class OtherWorkingCopyError(ValueError):
    """There is a working copy with which the form does not go on: one of another window or device,
    or one that somebody was offered and has not answered. It is not overwritten."""


@transaction.atomic
def autosave(
    user: User, model: type[models.Model], object_id: str | None, sent: QueryDict
) -> WorkingCopy:
    """Stores the fields of a form in place of those of the last autosave."""
    fields = _fields_of(sent)
    if sum(len("".join(map(str, values))) for values in fields.values()) > MAX_WORKING_COPY_LENGTH:
        raise WorkingCopyTooLongError
    existing = _copies(user, model, object_id).select_for_update().first()
    if existing and existing.data == fields:
        # Sent twice: by a page that was left, and again by the next one.
        return existing
    if existing and existing.etag != sent.get(ETAG):
        raise OtherWorkingCopyError
    copy, _created = WorkingCopy.objects.update_or_create(
        user=user,
        content_type=ContentType.objects.get_for_model(model),
        object_id=object_id,
        defaults={"data": fields, "autosaved_at": timezone.now()},
    )
    return copy


def find(user: User, model: type[models.Model], object_id: str | None) -> WorkingCopy | None:
    return _copies(user, model, object_id).first()


def find_with_others(
    user: User, model: type[models.Model], object_id: str | None
) -> tuple[WorkingCopy | None, list[WorkingCopy]]:
    """The own working copy, and those of others who are writing now. Without what was typed."""
    content_type = ContentType.objects.get_for_model(model)
    copies = WorkingCopy.objects.filter(content_type=content_type, object_id=object_id)
    is_recent = Q(autosaved_at__gte=timezone.now() - STILL_WRITING)
    found = copies.filter(Q(user=user) | is_recent).select_related("user").defer("data")
    own = next((copy for copy in found if copy.user_id == user.pk), None)
    return own, [copy for copy in found if copy.user_id != user.pk and object_id is not None]


def discard(user: User, model: type[models.Model], object_id: str | None) -> None:
    _copies(user, model, object_id).delete()


def discard_saved(
    user: User, model: type[models.Model], object_id: str | None, sent: QueryDict
) -> None:
    """Discards the working copy of a form that is saved. One with which the form did not go on, of
    another window or from before a crash, may have what was never saved, and is offered again."""
    copy = _copies(user, model, object_id).select_for_update().first()
    if copy and (copy.etag == sent.get(ETAG) or copy.data == _fields_of(sent)):
        copy.delete()


def as_sent(copy: WorkingCopy) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in copy.data.items():
        sent.setlist(name, values)
    return sent


def _fields_of(sent: QueryDict) -> dict[str, list]:
    return {name: values for name, values in sent.lists() if name not in NOT_AUTOSAVED}


def _copies(user: User, model: type[models.Model], object_id: str | None) -> WorkingCopyQuerySet:
    content_type = ContentType.objects.get_for_model(model)
    return WorkingCopy.objects.filter(user=user, content_type=content_type, object_id=object_id)
