from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedJSONField
from versions.limits_and_periods import FORM_ID_LENGTH, WORKING_COPY_RETENTION
from versions.models.generic_relation import GenericRelationQuerySet


class WorkingCopyQuerySet(GenericRelationQuerySet["WorkingCopy"]):
    def unsaved(self) -> "WorkingCopyQuerySet":
        return self.filter(is_saved=False)

    def expired(self) -> "WorkingCopyQuerySet":
        return self.filter(autosaved_at__lt=timezone.now() - WORKING_COPY_RETENTION)


class WorkingCopy(models.Model):
    """What somebody has typed in a form and not saved yet; see `versions.working_copies`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    # Empty for an item that is being added.
    object_id = models.PositiveBigIntegerField(null=True)
    # Identifies the form in one tab of a browser.
    form_id = models.CharField(max_length=FORM_ID_LENGTH, blank=True)

    autosaved_at = models.DateTimeField(default=timezone.now)
    # Shape: name of an input -> its values, as in `request.POST`.
    post_data = EncryptedJSONField()
    # The form has been saved: `post_data` is empty, and an autosave that arrives late is ignored.
    is_saved = models.BooleanField(default=False)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("typed and not saved", "working copy")
        verbose_name_plural = pgettext_lazy("typed and not saved", "working copies")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "form_id"],
                name="one_working_copy_per_form",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.content_type_id}/{self.object_id}"


def count_expired_working_copies() -> int:
    return WorkingCopy.objects.expired().count()


def delete_expired_working_copies() -> int:
    return WorkingCopy.objects.expired().delete()[0]
