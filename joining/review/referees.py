"""Asking the referees of an application by e-mail, and recording what they answer by an access
link. Who they are is found in `referee_matching.py`; `reminders.py` reminds them.

They are told who applies and nothing of what was written. The applicant has agreed that they are
named and may be asked.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from joining import emails
from joining.models import Application, ApplicationLogEntry, Referee
from joining.privacy import permissions
from joining.review.referee_matching import RefereeMatch, match_referees
from joining.review.transitions import RefusedError, add_to_log, lock_application, text_for_log

State = Application.State

# In these states an answer still counts.
ANSWERABLE_STATES = (State.SCREENING, State.NEEDS_INFO, State.VOTING)


def referees_to_ask(application: Application, user: User) -> list[RefereeMatch]:
    if application.state not in ANSWERABLE_STATES or not permissions.may_decide_on_applications(
        user
    ):
        return []
    return [
        match for match in match_referees(application) if match.email and not match.referee.asked_at
    ]


@transaction.atomic
def ask_referees(application: Application, by: User) -> int:
    """Writes to all who have not been asked yet. Returns how many."""
    application = lock_application(application)
    matches = referees_to_ask(application, by)
    if not matches:
        raise RefusedError(_("All referees have been asked, or it is too late to ask them."))
    for match in matches:
        emails.queue_referee_request(match.referee, match.email)
    asked = application.referees.filter(pk__in=[match.referee.pk for match in matches])
    asked.update(asked_at=timezone.now())
    message = text_for_log(gettext_noop("Referees asked: {number}"), number=len(matches))
    add_to_log(application, message, actor=ApplicationLogEntry.Actor.STAFF, by=by)
    return len(matches)


@transaction.atomic
def record_answer(referee: Referee, verdict: str, remark: str) -> None:
    """A second answer, or one that is too late, changes nothing."""
    application = lock_application(referee.application)
    unanswered = application.referees.filter(pk=referee.pk, answered_at=None)
    if application.state not in ANSWERABLE_STATES or not unanswered.exists():
        return
    referee.application, referee.answered_at = application, timezone.now()
    referee.verdict, referee.remark = verdict, remark
    referee.save(update_fields=["verdict", "remark", "answered_at"])
    add_to_log(application, text_for_log(gettext_noop("A referee has answered.")))
    emails.queue_referee_answered(referee)
