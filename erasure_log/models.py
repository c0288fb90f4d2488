from django.db import models


class UnwrittenErasureEntry(models.Model):
    """An entry of the erasure log that is not in the file yet."""

    data = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
