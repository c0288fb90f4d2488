from django.db import models


class ReplicaMark(models.Model):
    """Written by a process that has heard of a change: a replica that has the mark has the change.
    See `page_cache/replica.py`."""

    token = models.UUIDField(primary_key=True)
    written_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.token)
