"""Counts that all processes share: how often something happened in a span of time.

A count is kept under a keyed hash that changes with each span, so that no address of a visitor is
stored and none can be followed from one span to the next.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac

ADD_ONE = """
    INSERT INTO gate_tally (key, count, expires_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = gate_tally.count + 1
    RETURNING count
"""


class TallyQuerySet(models.QuerySet):
    def add_one(self, what: str, who: str, span: timedelta) -> int:
        """Count one more; how many that makes in the present span."""
        number = number_of(span)
        expires_at = datetime.fromtimestamp((number + 2) * span.total_seconds(), UTC)
        with connection.cursor() as cursor:
            cursor.execute(ADD_ONE, [key_of(what, who, span, number), expires_at])
            return cursor.fetchone()[0]

    def present(self, what: str, who: str, span: timedelta) -> int:
        """How many there were in the present span."""
        found = self.filter(key=key_of(what, who, span, number_of(span)))
        return found.values_list("count", flat=True).first() or 0

    def by_span(self, whats: dict[str, str], span: timedelta) -> dict[str, list[int]]:
        """How many there were of several things in the present span and the one before, with one
        query. Shape: {name: what} -> {name: [now, before]}."""
        number = number_of(span)
        keys = {
            name: [key_of(what, "", span, number - back) for back in (0, 1)]
            for name, what in whats.items()
        }
        every = [key for pair in keys.values() for key in pair]
        counts = dict(self.filter(key__in=every).values_list("key", "count"))
        return {name: [counts.get(key, 0) for key in pair] for name, pair in keys.items()}

    def recent(self, what: str, who: str, span: timedelta) -> int:
        """How many there were in the present span and the one before."""
        number = number_of(span)
        keys = [key_of(what, who, span, number - back) for back in (0, 1)]
        return self.filter(key__in=keys).aggregate(n=models.Sum("count", default=0))["n"]

    def expired(self) -> "TallyQuerySet":
        return self.filter(expires_at__lt=timezone.now())


class Tally(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = TallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


def number_of(span: timedelta) -> int:
    """Which span of this length it is now, counted from 1970."""
    return int(timezone.now().timestamp() // span.total_seconds())


def key_of(what: str, who: str, span: timedelta, number: int) -> str:
    value = f"{what}|{who}|{span.total_seconds():.0f}|{number}"
    return salted_hmac("gate.tally", value, algorithm="sha256").hexdigest()


def expired() -> int:
    return Tally.objects.expired().count()


def purge() -> int:
    return Tally.objects.expired().delete()[0]
