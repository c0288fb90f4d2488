"""What goes with an article: corrections, and links that show it before it is public."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import languages
from network.fields import LineField, ProseField


class Correction(models.Model):
    """What was wrong in an article and when it was put right; shown on its page."""

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    corrected_on = models.DateField(_("corrected on"), default=timezone.localdate)
    text = ProseField(_("what was corrected"), blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_on", "-pk"]
        constraints = [languages.said_somewhere("text")]

    def __str__(self) -> str:
        return str(languages.words(self, "text"))[:80]


class PreviewLink(models.Model):
    """Lets anybody who has it read an article in one language before it is public."""

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="preview_links", verbose_name=_("article")
    )
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    whom = LineField(_("for whom"), max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.whom or f"{self.pk}"

    def works(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
