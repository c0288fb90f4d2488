"""Notifying coordinators of new applications: of the first at once, of more within an hour
in one e-mail, so that a flood of applications does not fill their mailboxes."""

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from cms.queries.advisory_locks import lock_until_commit
from joining import emails
from joining.limits_and_periods import MIN_BETWEEN_STAFF_EMAILS
from joining.models import Application

LOCK = "joining.staff_notifications"


def lock_notifications() -> None:
    """Waits until no other transaction notifies coordinators.

    Call it before any application is locked: otherwise two transactions could wait for each other.
    """
    lock_until_commit(LOCK)


def acknowledge_and_notify_staff(application: Application) -> None:
    emails.queue_received(application)
    notify_coordinators()


def notify_staff_again(application: Application) -> None:
    """About an application that is back in the inbox."""
    application.staff_notified_at = None
    application.save(update_fields=["staff_notified_at"])
    notify_coordinators()


@transaction.atomic
def notify_coordinators() -> int:
    """Sends an e-mail about new applications; returns how many it is about. Within an hour of the
    last one it waits: the scheduler calls again."""
    lock_notifications()
    applications = list(_applications_to_notify_of())
    if applications:
        emails.queue_new_applications(applications)
        notified = Application.objects.filter(
            pk__in=[application.pk for application in applications]
        )
        notified.update(staff_notified_at=timezone.now())
    return len(applications)


def count_applications_to_notify_of() -> int:
    return _applications_to_notify_of().count()


def _applications_to_notify_of() -> QuerySet[Application]:
    """New applications that nobody has taken on; none while the pause lasts."""
    last = Application.objects.aggregate(last=Max("staff_notified_at"))["last"]
    if last and timezone.now() - last < MIN_BETWEEN_STAFF_EMAILS:
        return Application.objects.none()
    pending = Application.objects.filter(state=Application.State.RECEIVED, staff_notified_at=None)
    return pending.order_by("state_since", "pk")
