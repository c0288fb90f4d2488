"""Photos whose licence ends on a day: staff are told before, and they are taken down after it."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from photos import actions
from photos.limits_and_periods import LICENCE_WARNING, MAX_TAKEN_DOWN_PER_RUN
from photos.models import Photo


def ends_soon() -> Q:
    today = timezone.localdate()
    return Q(taken_down_at=None, licence_ends_on__range=(today, today + LICENCE_WARNING))


def ended() -> QuerySet[Photo]:
    return Photo.objects.filter(taken_down_at=None, licence_ends_on__lt=timezone.localdate())


def count_ended() -> int:
    return ended().count()


def take_down_ended() -> int:
    photos = ended().order_by("pk")[:MAX_TAKEN_DOWN_PER_RUN]
    for photo in photos:
        actions.take_down(photo)
    return len(photos)
