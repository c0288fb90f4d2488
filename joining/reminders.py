"""What the passing of time does to questions and requests: reminders, and an end of waiting."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from joining import emails, process, signing
from joining.models import Application
from joining.moves import lock
from members.models import Agreement

# A question is brought to mind after so many days; unanswered after the last, it is given up.
REMINDERS_AFTER = (7, 21)
LAPSES_AFTER = 30

SIGN_REMINDER_AFTER = timedelta(days=14)


def waiting() -> QuerySet[Application]:
    """The applications that are to be reminded or closed by now. Nobody is as long as the question
    itself has not gone, nor closed right after it went late."""
    asked = {days: Q(state_since__lte=_ago(days)) for days in (*REMINDERS_AFTER, LAPSES_AFTER)}
    due = asked[LAPSES_AFTER]
    for days in REMINDERS_AFTER:
        due |= asked[days] & Q(reminded_after__lt=days)
    went_late = emails.any_sent_since(_ago(LAPSES_AFTER - REMINDERS_AFTER[-1]), "question")
    may_close = ~(asked[LAPSES_AFTER] & Q(went_late))
    was_asked = ~emails.any_not_gone("question", "reminder")
    found = Application.objects.filter(due, may_close, was_asked)
    return found.filter(state=Application.State.NEEDS_INFO).order_by("pk")


def pending_questions() -> int:
    return waiting().count()


def remind_applicants() -> int:
    """Remind those who were asked, close what was never answered; how many that were."""
    found = list(waiting())
    for application in found:
        _remind_or_close(application)
    return len(found)


@transaction.atomic
def _remind_or_close(application: Application) -> None:
    application = lock(application)
    if not waiting().filter(pk=application.pk).exists():
        return
    days = (timezone.now() - application.state_since).days
    if days >= LAPSES_AFTER:
        process.lapse(application)
        return
    application.reminded_after = max(step for step in REMINDERS_AFTER if step <= days)
    application.save(update_fields=["reminded_after"])
    emails.reminder(application, LAPSES_AFTER - days)


def unsigned() -> Iterator[signing.Member]:
    """Members that were asked to sign two weeks ago, have not, and were not reminded."""
    limit = timezone.now() - SIGN_REMINDER_AFTER
    for member in signing.without_signature():
        asked, reminded = member.asked_to_sign_at, member.reminded_to_sign_at
        if (
            asked
            and asked <= limit
            and not (reminded and reminded >= asked)
            and member.contact_email
        ):
            yield member


def pending_signatures() -> int:
    return sum(1 for _member in unsigned())


def remind_members() -> int:
    in_force, found = list(Agreement.objects.in_force()), list(unsigned())
    for member in found:
        _remind(member, in_force)
    return len(found)


@transaction.atomic
def _remind(member: signing.Member, in_force: list[Agreement]) -> None:
    emails.sign_reminder(member, in_force)
    type(member).objects.filter(pk=member.pk).update(reminded_to_sign_at=timezone.now())


def _ago(days: int):
    return timezone.now() - timedelta(days=days)
