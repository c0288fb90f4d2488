from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.i18n import languages
from joining.models.applications import Application


class ConsentText(models.Model):
    """The exact text of a notice. A changed text is a new row; rows are never changed."""

    purpose = models.CharField(max_length=30)
    language = models.CharField(max_length=10, choices=languages.choices)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    first_shown_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wording of a consent")
        verbose_name_plural = _("wordings of consents")
        ordering = ["purpose", "language", "-first_shown_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "digest"], name="consent_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.language} · {self.first_shown_at:%Y-%m-%d}"


class Consent(models.Model):
    """A choice of the applicant: a checkbox of the form, checked or not, or a consent that was
    given or withdrawn later. Rows are added and never changed."""

    class Purpose(models.TextChoices):
        HANDLING = "handling", _("handling the application")
        SENSITIVE = "sensitive", _("sensitive data")
        DIRECTORY = "directory", _("the public directory")
        # Giving data to the network that this one belongs to (`Network.parent_name`).
        PARENT_NETWORK = "parent_network", _("passing on to the larger network")
        # Sending the same data abroad, where the parent network is.
        TRANSFER = "transfer", _("transfer abroad")
        # Answers about a person that the decision does not need.
        OPTIONAL_ANSWERS = "optional_answers", _("answers that are not required")
        NEWSLETTER = "newsletter", _("newsletter")

    REQUIRED = (Purpose.HANDLING, Purpose.SENSITIVE)

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    is_given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_purpose_display()
