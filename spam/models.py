"""Counters shared by all processes: how often something happened in a period.

A counter is stored under a keyed hash that changes with each period, so that no visitor's address
is stored and none can be followed from one period to the next.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.encryption.hashing import hash_guessable

INCREMENT = """
    INSERT INTO spam_counter (key, count, expires_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = spam_counter.count + 1
    RETURNING count
"""


class CounterQuerySet(models.QuerySet["Counter"]):
    def increment(self, name: str, client: str, period: timedelta) -> int:
        index = period_index(period)
        expires_at = datetime.fromtimestamp((index + 2) * period.total_seconds(), UTC)
        with connection.cursor() as cursor:
            cursor.execute(INCREMENT, [counter_key(name, client, period, index), expires_at])
            return cursor.fetchone()[0]

    def current(self, name: str, client: str, period: timedelta) -> int:
        counters = self.filter(key=counter_key(name, client, period, period_index(period)))
        return counters.values_list("count", flat=True).first() or 0

    def by_period(self, names: dict[str, str], period: timedelta) -> dict[str, list[int]]:
        """Counts of the current and the previous period, in one query. Shape: {label: name} ->
        {label: [current, previous]}."""
        index = period_index(period)
        keys = {
            label: [counter_key(name, "", period, index - back) for back in (0, 1)]
            for label, name in names.items()
        }
        every = [key for pair in keys.values() for key in pair]
        counts = dict(self.filter(key__in=every).values_list("key", "count"))
        return {label: [counts.get(key, 0) for key in pair] for label, pair in keys.items()}

    def recent(self, name: str, client: str, period: timedelta) -> int:
        index = period_index(period)
        keys = [counter_key(name, client, period, index - back) for back in (0, 1)]
        return self.filter(key__in=keys).aggregate(n=models.Sum("count", default=0))["n"]

    def expired(self) -> "CounterQuerySet":
        return self.filter(expires_at__lt=timezone.now())


class Counter(models.Model):
    """How often something happened in a period; `key` is made by `counter_key`."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = CounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of sent forms")
        verbose_name_plural = _("counts of sent forms")

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


def period_index(period: timedelta) -> int:
    """Counted from 1970."""
    return int(timezone.now().timestamp() // period.total_seconds())


def counter_key(name: str, client: str, period: timedelta, index: int) -> str:
    value = f"{name}|{client}|{period.total_seconds():.0f}|{index}"
    return hash_guessable("spam.counter", value)


def count_expired() -> int:
    return Counter.objects.expired().count()


def purge() -> int:
    return Counter.objects.expired().delete()[0]
