"""A form on its way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from joining.models.applications import Applicant
from network import languages
from network.encryption import EncryptedTextField
from network.fields import HashField


class Draft(models.Model):
    """A form on its way, kept so that nothing typed is lost. Only its link opens it."""

    token_hash = HashField(unique=True)
    applicant = models.CharField(max_length=20, choices=Applicant)
    language = models.CharField(max_length=10, choices=languages.choices)
    answers = EncryptedTextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("unfinished application")
        verbose_name_plural = _("unfinished applications")

    def __str__(self) -> str:
        return f"{self.get_applicant_display()} {self.created_at:%Y-%m-%d}"
