"""What the staff do with an application that does not change its state."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from joining import emails
from joining.limits_and_periods import MAX_NEW_LINKS_PER_DAY
from joining.models import Application, ApplicationLogEntry, Note
from joining.privacy import permissions
from joining.review.transitions import (
    NOT_POSSIBLE_NOW,
    RefusedError,
    add_to_log,
    lock_application,
    text_for_log,
)

State = Application.State


@transaction.atomic
def add_note(application: Application, by: User, text: str) -> Note:
    application = lock_application(application)
    if not permissions.readable_applications(by).filter(pk=application.pk).exists():
        raise RefusedError(_("You cannot read this application now."))
    if not text.strip():
        raise RefusedError(_("Write something first."))
    return application.notes.create(author=by, text=text)


@transaction.atomic
def send_new_link(application: Application, by: User) -> Application:
    """Sends the applicant a new link to their page; those sent before stop working at once."""
    application = lock_application(application)
    if not may_send_link(application, by):
        raise RefusedError(str(NOT_POSSIBLE_NOW))
    if (
        emails.count_new_links_since(application, timezone.now() - timedelta(days=1))
        >= MAX_NEW_LINKS_PER_DAY
    ):
        raise RefusedError(_("No more new links can be sent today. Please try again tomorrow."))
    application.link_version += 1
    application.save(update_fields=["link_version"])
    erasures.record_for_replay(
        ReplayedAction.REVOKE_LINKS, application, detail=str(application.link_version)
    )
    message = gettext_noop("A new link was sent; the earlier ones no longer work.")
    add_to_log(application, text_for_log(message), actor=ApplicationLogEntry.Actor.STAFF, by=by)
    emails.queue_new_link(application)
    return application


def may_send_link(application: Application, user: User) -> bool:
    """Applicants in quarantine are told nothing, and an erased application has no page."""
    has_page = application.state not in (State.UNCONFIRMED, State.QUARANTINE) and application.email
    return bool(has_page) and permissions.may_decide_on_applications(user)
