from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedTextField
from cms.fields import HashField
from cms.i18n import languages
from joining.models.applications import ApplicantType


class ApplicationDraft(models.Model):
    """An application form that is not sent yet. Only its secret URL opens it; the database has the
    hash of the secret."""

    token_hash = HashField(unique=True)
    applicant_type = models.CharField(max_length=20, choices=ApplicantType)
    language = models.CharField(max_length=10, choices=languages.choices)
    # JSON: see `joining.form.drafts.DraftContent`.
    answers = EncryptedTextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("unfinished application")
        verbose_name_plural = _("unfinished applications")

    def __str__(self) -> str:
        return f"{self.get_applicant_type_display()} {self.created_at:%Y-%m-%d}"
