from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedTextField
from cms.files.file_names import random_name
from cms.files.storage import encrypted_storage
from joining.models.applications import Application
from joining.models.drafts import ApplicationDraft


class ApplicationFileQuerySet(models.QuerySet):
    def of_unconfirmed_applicants(self) -> "ApplicationFileQuerySet":
        is_unconfirmed = Q(application__state=Application.State.UNCONFIRMED)
        return self.filter(Q(draft__isnull=False) | is_unconfirmed)


class ApplicationFile(models.Model):
    """A logo or a supporting document that came with an application; never public."""

    class Kind(models.TextChoices):
        LOGO = "logo", _("logo")
        DOCUMENT = "document", _("supporting document")

    FOLDER = "applications"

    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="files"
    )
    draft = models.ForeignKey(
        ApplicationDraft, models.CASCADE, null=True, blank=True, related_name="files"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # As the applicant named it; the name of the stored file is random.
    name = EncryptedTextField(_("name"))
    file = models.FileField(_("file"), storage=encrypted_storage, upload_to=random_name(FOLDER))

    objects = ApplicationFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) ^ Q(draft__isnull=False),
                name="application_file_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name
