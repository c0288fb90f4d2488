"""The documents of the network: supported when applying, signed as a member."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from joining.models.applications import Application
from members.models import Agreement, Organisation, Person
from network import languages
from network.encryption import EncryptedTextField


class Support(models.Model):
    """“We have read and support this”, said of one document when applying; no signature yet."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="supports")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("support of a document")
        verbose_name_plural = _("support of documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "agreement"], name="support_once"),
        ]

    def __str__(self) -> str:
        return str(self.agreement)


class Signature(models.Model):
    """A member's binding signature under one version of one document."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="signatures", verbose_name=_("document")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("person"),
    )
    signatory = EncryptedTextField(_("signed by"))
    role = EncryptedTextField(_("role"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) ^ Q(person__isnull=False),
                name="signature_of_one_member",
            ),
            models.UniqueConstraint(
                fields=["agreement", "organisation"], name="signature_of_organisation_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "person"], name="signature_of_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.at:%Y-%m-%d}"
