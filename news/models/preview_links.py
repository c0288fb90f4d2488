from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField
from cms.i18n import languages


class PreviewLink(models.Model):
    """A link with which anybody can read an article in one language before it is public."""

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="preview_links", verbose_name=_("article")
    )
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    recipient = LineField(_("for whom"), max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.recipient or f"{self.pk}"

    def is_active(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
