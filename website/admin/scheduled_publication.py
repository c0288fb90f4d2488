"""Publishes pending changes, at the time that was set. If they cannot be published, they wait on,
and whoever set the time is told, as is the dashboard."""

import logging
from typing import Any

from django.contrib.admin import site
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.account_security import language_of
from cms.i18n import languages
from cms.publishing.publishable import Publishable
from cms.publishing.site_url import absolute_url
from mail import outbox
from versions import pending_changes
from versions.admin.pending_changes.publishing import PublishPendingChangesMixin
from versions.models import PendingChanges

log = logging.getLogger(__name__)


def count_due() -> int:
    return PendingChanges.objects.due().count()


def publish_due() -> int:
    keys = list(PendingChanges.objects.due().order_by("publish_at").values_list("pk", flat=True))
    return sum(publish_if_due(key) for key in keys)


@transaction.atomic
def publish_if_due(key: int) -> bool:
    """Another process may have published it meanwhile."""
    due = PendingChanges.objects.due().select_related("content_type", "scheduled_by").filter(pk=key)
    # The item is locked before its pending changes, as whoever saves its form locks them.
    item = _find_and_lock_item(due.first())
    pending = due.select_for_update(of=["self"], skip_locked=True).first()
    if pending is None:
        return False
    language = language_of(pending.scheduled_by) if pending.scheduled_by else languages.codes()[0]
    with override(language):
        if reasons := publish(pending, item):
            tell_of_failure(pending, item, reasons, language)
    return True


def _find_and_lock_item(pending: PendingChanges | None) -> Any:
    model = pending.content_type.model_class() if pending else None
    if pending is None or model is None:
        return None
    return model._base_manager.select_for_update().filter(pk=pending.object_id).first()


def publish(pending: PendingChanges, item: Any) -> list[str]:
    """Returns why it could not be published."""
    user = pending.scheduled_by
    if item is None:
        return [_("It was deleted.")]
    if user is None or not user.is_active:
        return [_("The account of the person who set the time no longer exists.")]
    codes = [pending.publish_language] if pending.publish_language else pending.language_codes
    if isinstance(item, Publishable) and not set(codes) <= set(item.published_languages):
        return [_("It is not public any more.")]
    model_admin = site.get_model_admin(type(item))
    if not isinstance(model_admin, PublishPendingChangesMixin):
        return [_("Its form no longer exists.")]
    try:
        with transaction.atomic():
            return model_admin.publish_pending(user, item, pending, pending.publish_language)[1]
    except Exception:
        # The other jobs, and other changes, are not to fail with it each minute.
        log.exception("Changes of %s %s could not be published.", item._meta.label, item.pk)
        return [_("The program failed. Tell the administrator of the server.")]


def tell_of_failure(pending: PendingChanges, item: Any, reasons: list[str], language: str) -> None:
    moment, user = pending.publish_at, pending.scheduled_by
    pending_changes.cancel_schedule(pending)
    PendingChanges.objects.filter(pk=pending.pk).update(failure="\n".join(reasons))
    if user is None or not user.is_active or not user.email:
        return
    url = ""
    if item is not None:
        opts = item._meta
        url = absolute_url(
            reverse(f"admin:{opts.app_label}_{opts.model_name}_pending_changes", args=[item.pk])
        )
    outbox.queue_email(
        user.email,
        "admin/versions/emails/changes_not_published.txt",
        {"title": str(item or ""), "reasons": reasons, "moment": moment, "url": url},
        language=language,
        key=f"pending.{pending.pk}.{moment:%Y%m%d%H%M}",
        about=f"account:{user.pk}",
        counts_towards_daily_limit=False,
    )
