import hashlib
import json

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedJSONField, EncryptedTextField
from versions.models.generic_relation import GenericRelationQuerySet
from versions.models.values_by_path import plain_text


class PendingChangesQuerySet(GenericRelationQuerySet["PendingChanges"]):
    def due(self) -> "PendingChangesQuerySet":
        return self.filter(publish_at__lte=timezone.now())


class PendingChanges(models.Model):
    """Saved changes of a public item that are not published; see `versions.pending_changes`."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Shape: path of a field -> [value before the change, value to be published].
    changes = EncryptedJSONField()
    # The languages in which a reader will see a change, separated by spaces.
    languages = models.CharField(max_length=100)
    # Whether other languages need the change. Shape: code of the language that changed ->
    # `TranslationPair.Answer`.
    translation_answers = models.JSONField(default=dict)

    publish_at = models.DateTimeField(null=True)
    # Empty for all languages.
    publish_language = models.CharField(max_length=10, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Why the scheduled publication failed.
    failure = EncryptedTextField(blank=True)

    objects = PendingChangesQuerySet.as_manager()

    class Meta:
        verbose_name = _("unpublished changes")
        verbose_name_plural = _("unpublished changes")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_pending_changes_per_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.languages}"

    @property
    def etag(self) -> str:
        """Changes with the changes, so that an outdated form overwrites nothing: when they are
        saved, published in one language, or redacted."""
        content = json.dumps(self.changes, sort_keys=True)
        return f"{self._saved_at_prefix}{hashlib.sha256(content.encode()).hexdigest()}"

    def is_since_etag(self, etag: str) -> bool:
        """Whether nobody has saved since: only a part was published or redacted."""
        return etag.startswith(self._saved_at_prefix)

    @property
    def _saved_at_prefix(self) -> str:
        return f"{self.saved_at.isoformat()} "

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    def plain_text(self) -> str:
        """Includes the reasons of a failure, which may quote a title or a caption."""
        texts = (value for values in self.changes.values() for value in values)
        return plain_text([*texts, self.failure])
