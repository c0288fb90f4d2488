"""Autosaves what somebody is typing in a form of the admin, until it is saved.

Each open form has a working copy of its own, also in two tabs with the same item. Only its user
sees it; it is no version, and no public page reads it. It has the POST data that the browser would
send, encrypted, as some fields are encrypted elsewhere.
"""

import re
import secrets

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from versions.limits_and_periods import FORM_ID_LENGTH, MAX_WORKING_COPY_LENGTH, WRITING_TIMEOUT
from versions.models import WorkingCopy, WorkingCopyQuerySet

# The input with the random id of an open form.
FORM_ID = "_form_id"
VALID_FORM_ID = re.compile(rf"[-\w]{{1,{FORM_ID_LENGTH}}}", re.ASCII)
# The CSRF token, the buttons and the id of the form.
NOT_AUTOSAVED = {
    *("csrfmiddlewaretoken", "_save", "_continue", "_addanother", FORM_ID),
    *("_save_pending", "_save_pending_and_review"),
}


class WorkingCopyTooLongError(ValueError):
    """More was typed than `MAX_WORKING_COPY_LENGTH`."""


def new_form_id() -> str:
    return secrets.token_urlsafe(FORM_ID_LENGTH // 2)


def form_id_in(post_data: QueryDict) -> str:
    """Empty if there is none that is valid."""
    form_id = post_data.get(FORM_ID) or ""
    return form_id if VALID_FORM_ID.fullmatch(form_id) else ""


@transaction.atomic
def autosave(
    user: User, model: type[models.Model], object_id: str | None, post_data: QueryDict
) -> WorkingCopy | None:
    """Replaces the working copy of a form. Returns None if the form has been saved meanwhile."""
    fields = _autosaved_fields(post_data)
    if sum(len("".join(map(str, values))) for values in fields.values()) > MAX_WORKING_COPY_LENGTH:
        raise WorkingCopyTooLongError
    form_id = form_id_in(post_data)
    copies = _working_copies(user, model, object_id).filter(form_id=form_id)
    if copies.filter(is_saved=True).exists():
        return None
    copy, _created = WorkingCopy.objects.update_or_create(
        user=user,
        content_type=ContentType.objects.get_for_model(model),
        object_id=object_id,
        form_id=form_id,
        defaults={"post_data": fields, "autosaved_at": timezone.now()},
    )
    if copy.is_saved:
        # The form was saved while this request was handled.
        copies.update(post_data={})
        return None
    return copy


def find(
    user: User, model: type[models.Model], object_id: str | None, pk: str
) -> WorkingCopy | None:
    copies = _working_copies(user, model, object_id).unsaved()
    return copies.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() else None


def find_own_and_others(
    user: User, model: type[models.Model], object_id: str | None
) -> tuple[list[WorkingCopy], list[WorkingCopy]]:
    """The user's own working copies, the newest first, and the newest one of each other user who is
    writing now. Without `post_data`."""
    content_type = ContentType.objects.get_for_model(model)
    copies = WorkingCopy.objects.filter(content_type=content_type, object_id=object_id).unsaved()
    is_recent = Q(autosaved_at__gte=timezone.now() - WRITING_TIMEOUT)
    found = copies.filter(Q(user=user) | is_recent).select_related("user").defer("post_data")
    own: list[WorkingCopy] = []
    others: dict[int, WorkingCopy] = {}
    for copy in found.order_by("-autosaved_at"):
        if copy.user_id == user.pk:
            own.append(copy)
        elif object_id is not None:
            others.setdefault(copy.user_id, copy)
    return own, list(others.values())


def move_to_form(copy: WorkingCopy, form_id: str) -> None:
    """Makes it that of another form. If its former form is still open in another tab, the next
    autosave there makes a new working copy."""
    copy.form_id = form_id
    copy.save(update_fields=["form_id"])


def mark_saved(
    user: User, model: type[models.Model], object_id: str | None, post_data: QueryDict
) -> None:
    """Empties the working copy of a form that is saved. Those of other tabs or from before a crash
    are kept, as they may have text that was never saved."""
    if form_id := form_id_in(post_data):
        saved = WorkingCopy(
            user=user,
            content_type=ContentType.objects.get_for_model(model),
            object_id=object_id,
            form_id=form_id,
            post_data={},
            is_saved=True,
        )
        WorkingCopy.objects.bulk_create(
            [saved],
            update_conflicts=True,
            unique_fields=["user", "content_type", "object_id", "form_id"],
            update_fields=["post_data", "is_saved", "autosaved_at"],
        )


def form_data(copy: WorkingCopy) -> QueryDict:
    post_data = QueryDict(mutable=True)
    for name, values in copy.post_data.items():
        post_data.setlist(name, values)
    return post_data


def _autosaved_fields(post_data: QueryDict) -> dict[str, list]:
    return {name: values for name, values in post_data.lists() if name not in NOT_AUTOSAVED}


def _working_copies(
    user: User, model: type[models.Model], object_id: str | None
) -> WorkingCopyQuerySet:
    content_type = ContentType.objects.get_for_model(model)
    return WorkingCopy.objects.filter(user=user, content_type=content_type, object_id=object_id)
