"""What members sign: the documents of accountability, each in its versions."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from network import languages
from network.fields import LineField, RichTextField


class AgreementQuerySet(models.QuerySet):
    def begun(self):
        """What is, or once was, in force: nobody reads a version before its day."""
        return self.filter(in_force_from__lte=timezone.localdate())

    def in_force(self):
        """The newest version of each document that has come into force, in the order of reading."""
        newest = (
            self.model.objects.filter(
                document=OuterRef("document"), in_force_from__lte=timezone.localdate()
            )
            .order_by("-in_force_from")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest)).in_reading_order()

    def in_reading_order(self):
        """As the choices of `document` stand, the newest version of each first."""
        place = models.Case(
            *(models.When(document=value, then=n) for n, value in enumerate(Agreement.Document)),
        )
        return self.order_by(place, "-in_force_from")


class Agreement(models.Model):
    """One version of a document that every member signs. A new version is a new row."""

    class Document(models.TextChoices):
        CORE_PRINCIPLES = "core-principles", _("Core Principles")
        CODE_OF_CONDUCT = "code-of-conduct", _("Code of Conduct")
        ACCOUNTABILITY_STANDARDS = "accountability-standards", _("Accountability Standards")

    document = models.CharField(_("document"), max_length=30, choices=Document)
    version = LineField(_("version"), max_length=20, help_text=_("For example 2025 or 2.1"))
    in_force_from = models.DateField(_("in force from"))
    text = RichTextField(_("text"), blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("accountability document")
        verbose_name_plural = _("accountability documents")
        ordering = ["document", "-in_force_from"]
        constraints = [
            languages.said_somewhere("text"),
            models.UniqueConstraint(
                fields=["document", "version"],
                name="agreement_version_once",
                violation_error_message=_("This version of the document exists already."),
            ),
            models.UniqueConstraint(
                fields=["document", "in_force_from"],
                name="agreement_one_in_force",
                violation_error_message=_(
                    "Another version of the document comes into force on that day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()} · {self.version}"

    def get_absolute_url(self) -> str:
        """Of this very version; `members:agreement` without a day is the one in force."""
        return reverse("members:agreement-version", args=[self.document, self.in_force_from])

    def is_written(self) -> bool:
        """Whether there is a text in the reader's language."""
        return bool(self.text)

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if getattr(self, languages.column("text", code))]

    def title_in(self, language: str) -> str:
        with override(language):
            return str(self.get_document_display())

    def address_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()
