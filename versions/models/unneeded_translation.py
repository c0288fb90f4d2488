from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from versions.models.generic_relation import GenericRelationQuerySet


class UnneededTranslation(models.Model):
    """A language into which an item need not be translated, as an editor has decided. It is deleted
    when the item gets a text in that language."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    # The code of the language.
    language = models.CharField(max_length=10)

    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = GenericRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation that is not needed")
        verbose_name_plural = _("translations that are not needed")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="one_unneeded_translation_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.language}"
