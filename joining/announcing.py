"""Telling coordinators that applications have come: the first at once, more within an hour in one
letter, so that a raid does not fill their mailboxes."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from joining import emails
from joining.models import Application

PAUSE = timedelta(hours=1)

# Any number, the same in all processes: who holds it brings applications before people.
QUEUE = 20_250_711


def queue() -> None:
    """Wait until nobody else brings applications before people; until the transaction ends.

    Before any application is locked: otherwise two could wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE])


@transaction.atomic
def announce() -> int:
    """Write to the coordinators about what they have not been told of; how many that were. Within
    an hour of the last letter nothing is written: the clock asks again."""
    queue()
    applications = list(_untold())
    if applications:
        emails.to_coordinators(applications)
        told = Application.objects.filter(pk__in=[application.pk for application in applications])
        told.update(announced_at=timezone.now())
    return len(applications)


def pending() -> int:
    """How many applications `announce` would write about now."""
    return _untold().count()


def _untold() -> QuerySet[Application]:
    """What has come in, has not been taken yet, and is not to wait for the hour to pass."""
    last = Application.objects.aggregate(last=Max("announced_at"))["last"]
    if last and timezone.now() - last < PAUSE:
        return Application.objects.none()
    untold = Application.objects.filter(state=Application.State.RECEIVED, announced_at=None)
    return untold.order_by("state_since", "pk")
