from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedLineField
from versions.limits_and_periods import OPEN_FORM_TIMEOUT
from versions.models.generic_relation import GenericRelationQuerySet


class OpenFormQuerySet(GenericRelationQuerySet["OpenForm"]):
    def open(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__gte=timezone.now() - OPEN_FORM_TIMEOUT)

    def expired(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__lt=timezone.now() - OPEN_FORM_TIMEOUT)


class OpenForm(models.Model):
    """A form of an item that a user has open in a browser; see `versions.admin.open_forms`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    seen_at = models.DateTimeField(default=timezone.now)
    # Of the field in which the cursor is.
    field_label = EncryptedLineField(blank=True)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="one_open_form_per_user_and_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.content_type_id}/{self.object_id}"


def count_expired_open_forms() -> int:
    return OpenForm.objects.expired().count()


def delete_expired_open_forms() -> int:
    return OpenForm.objects.expired().delete()[0]
