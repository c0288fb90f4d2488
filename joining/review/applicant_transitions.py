"""What applicants do after sending the form (confirm the e-mail address, answer a request for
information, withdraw), and what happens without an answer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cms.i18n import languages
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from joining import emails
from joining.form import attachments, questions
from joining.form.attachments import Attachments
from joining.form.question_forms import INFO_REQUEST_CHANGED
from joining.limits_and_periods import QUARANTINE_SCORE
from joining.models import Application, ApplicationLogEntry, Referee
from joining.privacy import retention
from joining.review import duplicates, staff_notifications
from joining.review.transitions import (
    RefusedError,
    add_to_log,
    lock_application,
    text_for_log,
    transition,
)
from network.models import Network

State = Application.State
Actor = ApplicationLogEntry.Actor


@transaction.atomic
def confirm_email(application: Application) -> Application:
    """Makes an application visible to the staff, or quarantines it. Confirming again changes
    nothing. Raises RefusedError if the link is too old."""
    staff_notifications.lock_notifications()
    application = lock_application(application)
    if application.state != State.UNCONFIRMED:
        return application
    if retention.is_too_late_to_confirm(application):
        raise RefusedError(_("This link has expired. Please apply again; nothing was stored."))
    if original := duplicates.open_application_with_mailbox(application):
        return close_duplicate(application, original)
    if namesake := duplicates.open_application_with_name(application):
        return quarantine_namesake(application, namesake)
    if application.spam_score >= QUARANTINE_SCORE:
        return quarantine_spam(application)
    return receive(application)


@transition(from_states=[State.UNCONFIRMED], to_state=State.RECEIVED, actor=Actor.APPLICANT)
def receive(application: Application) -> Application:
    receive.save_new_state(application)
    staff_notifications.acknowledge_and_notify_staff(application)
    return application


@transition(from_states=[State.UNCONFIRMED], to_state=State.CLOSED_UNDECIDED, actor=Actor.SYSTEM)
def close_duplicate(application: Application, original: Application) -> Application:
    """Closes an application because another from the same mailbox is open, and tells the applicant
    which one counts."""
    note = text_for_log(gettext_noop("Already open: {reference}"), reference=original.reference)
    close_duplicate.save_new_state(application, note=note)
    note = text_for_log(
        gettext_noop("Sent once more: {reference}"), reference=application.reference
    )
    add_to_log(original, note)
    emails.queue_already_open(application, original)
    return application


@transition(from_states=[State.UNCONFIRMED], to_state=State.QUARANTINE, actor=Actor.SYSTEM)
def quarantine_namesake(application: Application, namesake: Application) -> Application:
    """Quarantines an application in the name of one from another mailbox. The applicant is sent the
    usual acknowledgement: otherwise applying in somebody's name would show whether they applied."""
    note = text_for_log(gettext_noop("Same name as {reference}"), reference=namesake.reference)
    quarantine_namesake.save_new_state(application, note=note)
    message = gettext_noop("Same name from another address: {reference}")
    add_to_log(namesake, text_for_log(message, reference=application.reference))
    emails.queue_received(application)
    return application


@transition(from_states=[State.UNCONFIRMED], to_state=State.QUARANTINE, actor=Actor.SYSTEM)
def quarantine_spam(application: Application) -> Application:
    quarantine_spam.save_new_state(application)
    return application


@transition(from_states=[State.NEEDS_INFO], to_state=State.SCREENING, actor=Actor.APPLICANT)
def answer_info_request(
    application: Application, values: dict[str, Any], remark: str = ""
) -> Application:
    """Saves new answers, a remark, or both. `values` are fields of Application, topics and referees
    among them."""
    if not set(values) <= _changeable_fields(application):
        raise RefusedError(INFO_REQUEST_CHANGED)
    values = dict(values)
    if "topics" in values:
        application.topics.set(values.pop("topics"))
    if "referees" in values:
        _replace_referees(application, values.pop("referees"))
    search_hashes = duplicates.search_hashes({**vars(application), **values})
    changes = {"info_request": "", "requested_fields": []} | values | search_hashes
    entry = answer_info_request.save_new_state(application, note=remark, **changes)
    emails.queue_info_request_answered(application, entry)
    return application


def _changeable_fields(application: Application) -> set[str]:
    network = Network.objects.current()
    changeable = {one.name for one in questions.changeable_questions(application, network)}
    requested = changeable.intersection(application.requested_fields)
    translated = set(filter(_is_translated, requested))
    columns = {column for name in translated for column in languages.field_names(name)}
    return requested - translated | columns


def _is_translated(name: str) -> bool:
    return hasattr(Application, languages.field_names(name)[0])


def _replace_referees(application: Application, wanted: list[dict[str, str]]) -> None:
    """Replaces the referees; those who are named again keep their answers."""
    new = list(wanted)
    for one in application.referees.all():
        named = {"name": one.name, "organisation": one.organisation, "email": one.email}
        if named in new:
            new.remove(named)
        else:
            retention.delete_referees([one])
    Referee.objects.bulk_create(Referee(application=application, **one) for one in new)


@transaction.atomic
def attach_files(application: Application, files: Attachments) -> list[tuple[str, str]]:
    """Stores the files of a reply, even of one that is not complete: a browser forgets them.
    Returns those for which there was no room; see `attachments.save_attachments`."""
    application = answer_info_request.lock_and_check(application)
    if not files.kinds() <= {*application.requested_fields}:
        raise RefusedError(INFO_REQUEST_CHANGED)
    return attachments.save_attachments(application, files, kinds=application.requested_fields)


@transition(
    from_states=[State.UNCONFIRMED, State.QUARANTINE, *Application.OPEN_STATES],
    to_state=State.WITHDRAWN,
    actor=Actor.APPLICANT,
)
def withdraw(application: Application) -> Application:
    is_confirmed = application.state != State.UNCONFIRMED
    withdraw.save_new_state(application, info_request="", requested_fields=[])
    erasures.record_for_replay(ReplayedAction.WITHDRAW, application)
    if is_confirmed:
        emails.queue_withdrawn(application)
    return application


@transition(from_states=[State.NEEDS_INFO], to_state=State.CLOSED_UNDECIDED, actor=Actor.SYSTEM)
def close_unanswered(application: Application) -> Application:
    close_unanswered.save_new_state(application)
    emails.queue_closed_unanswered(application)
    return application
