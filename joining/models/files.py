"""What came along with the answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from joining.models.applications import Application
from joining.models.drafts import Draft
from network.encryption import EncryptedTextField
from network.images import random_name
from network.storage import EncryptedStorage


class ApplicationFileQuerySet(models.QuerySet):
    def of_unconfirmed(self) -> "ApplicationFileQuerySet":
        """From whoever has not shown yet that their address is theirs."""
        is_unverified = Q(application__state=Application.State.UNVERIFIED)
        return self.filter(Q(draft__isnull=False) | is_unverified)


class ApplicationFile(models.Model):
    """A logo or a document that came with an application; never public."""

    class Kind(models.TextChoices):
        LOGO = "logo", _("logo")
        DOCUMENT = "document", _("document")

    FOLDER = "applications"

    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="files"
    )
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # The name it came with is the applicant's; the stored name is random.
    name = EncryptedTextField(_("name"))
    file = models.FileField(_("file"), storage=EncryptedStorage(), upload_to=random_name(FOLDER))

    objects = ApplicationFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) ^ Q(draft__isnull=False),
                name="application_file_has_one_home",
            ),
        ]

    def __str__(self) -> str:
        return self.name
