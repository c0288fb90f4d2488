"""The accountability documents (`members.models.Agreement`) are supported by applicants and signed
by members."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedTextField
from cms.i18n import languages
from joining.models.applications import Application
from members.models import Agreement, Organisation, Person


class AgreementEndorsement(models.Model):
    """An applicant has read an agreement and supports it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="endorsements")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("support of a document")
        verbose_name_plural = _("support of documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "agreement"], name="endorsement_once"),
        ]

    def __str__(self) -> str:
        return str(self.agreement)


class Signature(models.Model):
    """The signature of a member under one version of one agreement."""

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
    role = EncryptedTextField(pgettext_lazy("of a person who signs", "role"), blank=True)
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
