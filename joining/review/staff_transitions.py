"""What coordinators do with an application. The order of the functions is that of the buttons:
first those that take it further, then those that take it back or out of the process.

To add one, add a function here; its button, page and log come with it.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.files.storage import FileNotSavedError
from joining import emails
from joining.limits_and_periods import (
    INFO_CLOSING_DAYS,
    INFO_REMINDER_DAYS,
    QUARANTINE_RETENTION,
)
from joining.membership import new_member
from joining.models import Application
from joining.privacy import access_log, retention
from joining.review import staff_notifications
from joining.review.transition_forms import AcceptForm, DeclineForm, InfoRequestForm, LogNoteForm
from joining.review.transitions import RefusedError, staff_transition
from joining.review.votes import decision_blocked_reason
from members.models import Organisation, Person

State = Application.State

LOGO_NOT_SAVED = gettext_lazy(
    "The logo could not be saved: the disk of the server may be full. Nothing was changed and no "
    "e-mail was sent. Tell the administrator of the server, and accept the application again "
    "later."
)


@staff_transition(
    from_states=[State.SCREENING],
    to_state=State.VOTING,
    label=gettext_lazy("Start voting"),
    description=gettext_lazy("The reviewers are sent an e-mail and can vote."),
    success_message=gettext_lazy("The reviewers can vote now."),
)
def start_voting(application: Application, by: User) -> Application:
    entry = start_voting.save_new_state(application, by=by, assignee=application.assignee or by)
    emails.queue_vote_request(application, entry)
    return application


@staff_transition(
    from_states=[State.VOTING],
    to_state=State.ACCEPTED,
    blocked_reason=decision_blocked_reason,
    label=gettext_lazy("Accept"),
    description=gettext_lazy(
        "A member is created from the answers, but is not public yet. The applicant is sent a "
        "welcome e-mail with the link for signing."
    ),
    success_message=gettext_lazy("Accepted. This is the draft."),
    warning=new_member.unusable_logo_warning,
    form=AcceptForm,
)
def accept(application: Application, by: User, note: str = "") -> Organisation | Person:
    """Makes a member, as a draft: nothing of it is public."""
    member = new_member.create_member(application)
    kind = "organisation" if isinstance(member, Organisation) else "person"
    accept.save_new_state(
        application, by=by, note=note, decided_at=timezone.now(), **{kind: member}
    )
    emails.queue_accepted(application, member)
    if isinstance(member, Organisation):
        _copy_logo(application, member)
    return member


def _copy_logo(application: Application, member: Organisation) -> None:
    """Called last: if something failed afterwards, the rollback would not delete the file."""
    try:
        new_member.copy_logo(application, member)
    except FileNotSavedError as error:
        raise RefusedError(str(LOGO_NOT_SAVED)) from error
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error


@staff_transition(
    from_states=[State.VOTING],
    to_state=State.DECLINED,
    blocked_reason=decision_blocked_reason,
    label=gettext_lazy("Decline"),
    description=gettext_lazy("You can read and edit the e-mail before it goes to the applicant."),
    success_message=gettext_lazy("Declined. The e-mail is on its way."),
    form=DeclineForm,
)
def decline(application: Application, by: User, email_text: str) -> Application:
    """`email_text` is `emails.default_decline_text` as somebody has read and edited it."""
    if not email_text.strip():
        raise RefusedError(_("Write the e-mail to the applicant."))
    decline.save_new_state(application, by=by, note=email_text, decided_at=timezone.now())
    emails.queue_declined(application, email_text)
    return application


@staff_transition(
    from_states=[State.SCREENING],
    to_state=State.NEEDS_INFO,
    label=gettext_lazy("Ask the applicant"),
    description=format_lazy(
        gettext_lazy(
            "The applicant is sent your question by e-mail and can change the answers that you "
            "choose. Reminders are sent after {first} and {second} days; after {days} days without "
            "an answer the application is closed."
        ),
        first=INFO_REMINDER_DAYS[0],
        second=INFO_REMINDER_DAYS[1],
        days=INFO_CLOSING_DAYS,
    ),
    success_message=gettext_lazy("Your question is on its way."),
    form=InfoRequestForm,
)
def ask_applicant(
    application: Application, by: User, info_request: str, requested_fields: Iterable[str]
) -> Application:
    """The applicant can change the answers to `requested_fields` (names of questions) only."""
    if not info_request.strip():
        raise RefusedError(_("Write what you want to ask."))
    entry = ask_applicant.save_new_state(
        application,
        by=by,
        note=info_request,
        info_request=info_request,
        requested_fields=list(requested_fields),
        last_reminder_days=0,
        assignee=application.assignee or by,
    )
    emails.queue_info_request(application, entry)
    return application


@staff_transition(
    from_states=[State.NEEDS_INFO],
    to_state=State.SCREENING,
    label=gettext_lazy("Continue without an answer"),
    description=gettext_lazy("The question is withdrawn. No e-mail is sent."),
    success_message=gettext_lazy("The question is withdrawn. You can continue checking."),
)
def continue_without_answer(application: Application, by: User) -> Application:
    continue_without_answer.save_new_state(application, by=by, info_request="", requested_fields=[])
    return application


def _already_assigned(application: Application, by: User) -> str:
    if application.state == State.SCREENING and application.assignee_id == by.pk:
        return _("This application is assigned to you already.")
    return ""


@staff_transition(
    from_states=[State.RECEIVED, State.SCREENING],
    to_state=State.SCREENING,
    blocked_reason=_already_assigned,
    hide_when_blocked=True,
    label=gettext_lazy("Assign to me"),
    description=gettext_lazy("It is assigned to you. No e-mail is sent."),
    success_message=gettext_lazy("It is assigned to you now."),
)
def assign(application: Application, by: User) -> Application:
    """Also takes over an application that is assigned to a colleague."""
    assign.save_new_state(application, by=by, assignee=by)
    return application


@staff_transition(
    from_states=[State.VOTING],
    to_state=State.SCREENING,
    label=gettext_lazy("Cancel voting"),
    description=gettext_lazy("It is being checked again. Votes already cast are kept."),
    success_message=gettext_lazy("Voting is cancelled; the application is being checked again."),
    form=LogNoteForm,
)
def cancel_voting(application: Application, by: User, note: str = "") -> Application:
    cancel_voting.save_new_state(application, by=by, note=note)
    return application


@staff_transition(
    from_states=[State.QUARANTINE],
    to_state=State.RECEIVED,
    take_earlier_locks=staff_notifications.lock_notifications,
    label=gettext_lazy("Move to the inbox"),
    description=gettext_lazy(
        "It is treated like any other. The applicant is sent the acknowledgement, unless it was "
        "sent before."
    ),
    success_message=gettext_lazy("It has been moved to the inbox."),
)
def release_from_quarantine(application: Application, by: User) -> Application:
    release_from_quarantine.save_new_state(application, by=by)
    emails.queue_received(application)
    staff_notifications.notify_staff_again(application)
    return application


@staff_transition(
    from_states=[State.CLOSED_UNDECIDED],
    to_state=State.RECEIVED,
    take_earlier_locks=staff_notifications.lock_notifications,
    label=gettext_lazy("Reopen"),
    description=gettext_lazy("It returns to the inbox, and the applicant is told by e-mail."),
    success_message=gettext_lazy("It has been reopened."),
)
def reopen(application: Application, by: User) -> Application:
    entry = reopen.save_new_state(application, by=by, info_request="", requested_fields=[])
    emails.queue_reopened(application, entry)
    staff_notifications.notify_staff_again(application)
    return application


@staff_transition(
    from_states=[State.RECEIVED, State.SCREENING],
    to_state=State.QUARANTINE,
    label=gettext_lazy("Quarantine"),
    description=format_lazy(
        gettext_lazy(
            "It leaves the inbox and is erased after {days} days. The applicant is not told."
        ),
        days=QUARANTINE_RETENTION.days,
    ),
    success_message=gettext_lazy("Quarantined."),
    form=LogNoteForm,
)
def quarantine(application: Application, by: User, note: str = "") -> Application:
    quarantine.save_new_state(application, by=by, note=note, assignee=None)
    return application


@staff_transition(
    from_states=[State.QUARANTINE],
    to_state=None,
    label=gettext_lazy("Erase"),
    description=gettext_lazy("It is erased at once and permanently. The applicant is not told."),
    success_message=gettext_lazy("Erased."),
    needs_confirmation=True,
    is_destructive=True,
)
def erase(application: Application, by: User) -> None:
    access_log.log_erasure(application, by)
    retention.erase_by_hand(application)
