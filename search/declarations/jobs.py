from datetime import date

from django.utils import timezone

from cms.declarations.jobs import Job
from search import index
from search.limits_and_periods import MISSED_QUERY_RETENTION
from search.missed_queries import delete_missed_queries
from search.models import MissedQuery


def _oldest_kept_day() -> date:
    return timezone.localdate() - MISSED_QUERY_RETENTION


def count_expired_queries() -> int:
    return MissedQuery.objects.filter(day__lt=_oldest_kept_day()).count()


def delete_expired_queries() -> int:
    return delete_missed_queries(_oldest_kept_day())


JOBS = [
    Job(
        "bring the search index up to date",
        count_due=index.count_changes,
        run=index.index_all_changes,
    ),
    Job(
        "note in the search index what has become public",
        count_due=index.count_published_since_indexed,
        run=index.index_published,
    ),
    Job(
        "erase old searches without result",
        count_due=count_expired_queries,
        run=delete_expired_queries,
        needs_correct_clock=True,
    ),
]
