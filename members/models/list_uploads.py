from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedJSONField, EncryptedLineField


class MemberListUpload(models.Model):
    """An uploaded spreadsheet. A coordinator reviews it before it is imported."""

    file_name = EncryptedLineField(max_length=200)
    headings = EncryptedJSONField()
    # Shape: [[number of the row in the file, [cell, …]], …]; all cells are text.
    rows = EncryptedJSONField(encoder=DjangoJSONEncoder)
    # The name of the organisation's field for each heading; empty: left out.
    field_names = EncryptedJSONField()
    # Sentences about the parts that were not read, in the language of the user who uploaded it.
    notes = EncryptedJSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list of members")
        verbose_name_plural = _("lists of members")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
