"""Reminders that the scheduler sends: to applicants who were asked something, to referees, and to
members who have not signed. When each is due: `joining/limits_and_periods.py`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from joining import emails
from joining.limits_and_periods import (
    INFO_CLOSING_DAYS,
    INFO_REMINDER_DAYS,
    REFEREE_REMINDER_AFTER,
    SIGNING_REMINDER_AFTER,
)
from joining.membership import agreement_signatures
from joining.models import Application, Referee
from joining.review import applicant_transitions
from joining.review.referee_matching import match_referees
from joining.review.referees import ANSWERABLE_STATES
from joining.review.transitions import lock_application
from members.models import Agreement

# Applicants


def remind_applicants() -> int:
    """Also closes applications whose applicants never answered. Returns how many were found."""
    found = list(applicants_to_remind())
    for application in found:
        _remind_or_close(application)
    return len(found)


def count_applicants_to_remind() -> int:
    return applicants_to_remind().count()


def applicants_to_remind() -> QuerySet[Application]:
    """Returns the applications to remind of or to close, because a request for information is not
    answered. An application is left out while the request or a reminder waits in the outbox. It is
    not closed either if the request was sent so late that the applicant had less time than usual.
    """
    waited = {
        days: Q(state_since__lte=_days_ago(days))
        for days in (*INFO_REMINDER_DAYS, INFO_CLOSING_DAYS)
    }
    due = waited[INFO_CLOSING_DAYS]
    for days in INFO_REMINDER_DAYS:
        due |= waited[days] & Q(last_reminder_days__lt=days)
    was_sent_late = emails.has_email_sent_since(
        _days_ago(INFO_CLOSING_DAYS - INFO_REMINDER_DAYS[-1]), "info_request"
    )
    may_close = ~(waited[INFO_CLOSING_DAYS] & Q(was_sent_late))
    was_sent = ~emails.has_unsent_email("info_request", "info_request_reminder")
    found = Application.objects.filter(due, may_close, was_sent)
    return found.filter(state=Application.State.NEEDS_INFO).order_by("pk")


@transaction.atomic
def _remind_or_close(application: Application) -> None:
    application = lock_application(application)
    if not applicants_to_remind().filter(pk=application.pk).exists():
        return
    days = (timezone.now() - application.state_since).days
    if days >= INFO_CLOSING_DAYS:
        applicant_transitions.close_unanswered(application)
        return
    application.last_reminder_days = max(after for after in INFO_REMINDER_DAYS if after <= days)
    application.save(update_fields=["last_reminder_days"])
    emails.queue_info_request_reminder(application, INFO_CLOSING_DAYS - days)


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


# Referees


def remind_referees() -> int:
    found = list(referees_to_remind().select_related("application"))
    for referee in found:
        _remind_referee(referee)
    return len(found)


def count_referees_to_remind() -> int:
    return referees_to_remind().count()


def referees_to_remind() -> QuerySet[Referee]:
    return Referee.objects.filter(
        application__state__in=ANSWERABLE_STATES,
        asked_at__lte=timezone.now() - REFEREE_REMINDER_AFTER,
        answered_at=None,
        reminded_at=None,
    ).order_by("pk")


@transaction.atomic
def _remind_referee(referee: Referee) -> None:
    lock_application(referee.application)
    due = referees_to_remind().filter(pk=referee.pk)
    if due.exists():
        [email] = [
            match.email for match in match_referees(referee.application) if match.referee == referee
        ]
        # A member may have left meanwhile, or have no address any more.
        if email:
            emails.queue_referee_reminder(referee, email)
        due.update(reminded_at=timezone.now())


# Members who have not signed


def remind_members_to_sign() -> int:
    in_force, found = list(Agreement.objects.in_force()), list(members_to_remind())
    for member in found:
        _remind_member(member, in_force)
    return len(found)


def count_members_to_remind() -> int:
    return sum(1 for _member in members_to_remind())


def members_to_remind() -> Iterator[agreement_signatures.Member]:
    limit = timezone.now() - SIGNING_REMINDER_AFTER
    for member in agreement_signatures.members_without_signature():
        requested_at, reminded_at = member.signature_requested_at, member.signature_reminded_at
        if not requested_at or requested_at > limit or not member.contact_email:
            continue
        if not reminded_at or reminded_at < requested_at:
            yield member


@transaction.atomic
def _remind_member(member: agreement_signatures.Member, in_force: list[Agreement]) -> None:
    emails.queue_signing_reminder(member, in_force)
    type(member).objects.filter(pk=member.pk).update(signature_reminded_at=timezone.now())
