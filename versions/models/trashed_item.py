from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedJSONField, EncryptedLineField
from versions.limits_and_periods import TRASH_RETENTION
from versions.models.generic_relation import GenericRelationQuerySet


class TrashedItemQuerySet(GenericRelationQuerySet["TrashedItem"]):
    def expired(self) -> "TrashedItemQuerySet":
        return self.filter(deleted_at__lt=timezone.now() - TRASH_RETENTION)


class TrashedItem(models.Model):
    """An item that was deleted and can be brought back; see `versions.deletion.trash`."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    title = EncryptedLineField()
    deleted_at = models.DateTimeField(default=timezone.now)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Shape: {"rows": {label of a model: [{column: value}]}, "references": [[label of a model,
    # column, primary key, value]]}. References are the foreign keys that the deletion set to NULL.
    dump = EncryptedJSONField()

    objects = TrashedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("deleted item")
        verbose_name_plural = _("deleted items")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_trashed_item_per_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.deleted_at:%Y-%m-%d}"

    @property
    def expires_at(self) -> datetime:
        return self.deleted_at + TRASH_RETENTION
