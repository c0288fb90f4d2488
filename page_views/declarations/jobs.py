from datetime import date

from django.utils import timezone

from cms.declarations.jobs import Job
from page_views import storing
from page_views.limits_and_periods import PAGE_VIEW_RETENTION


def _oldest_kept_day() -> date:
    return timezone.localdate() - PAGE_VIEW_RETENTION


def count_expired() -> int:
    return storing.count_before(_oldest_kept_day())


def delete_expired() -> int:
    return storing.delete_before(_oldest_kept_day())


JOBS = [
    Job(
        "delete old page views",
        count_due=count_expired,
        run=delete_expired,
        needs_correct_clock=True,
    )
]
