from django.db import models


class RestoreRecord(models.Model):
    """A restore that committed and has not removed its staged files; see
    `operations/restore/restoring.py`."""

    token = models.CharField(max_length=32, unique=True)
    # From the manifest of the backup: later erasures are replayed.
    made_at = models.DateTimeField()
    erasures = models.BigIntegerField()
    replays = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token


class ClockReading(models.Model):
    """The last reading that was believed, and a later one that was not; see
    `operations/clock_jumps.py`. One row."""

    believed_at = models.DateTimeField()
    believed_boot = models.CharField(max_length=64)
    believed_uptime = models.FloatField()
    doubted_at = models.DateTimeField(null=True)
    doubted_boot = models.CharField(max_length=64, blank=True)
    doubted_uptime = models.FloatField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.believed_at:%Y-%m-%d %H:%M}"
