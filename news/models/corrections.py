from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import PlainTextField
from cms.i18n import languages


class Correction(models.Model):
    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    corrected_on = models.DateField(_("corrected on"), default=timezone.localdate)
    text = PlainTextField(_("what was corrected"), blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_on", "-pk"]
        constraints = [languages.required_in_any_language("text")]

    def __str__(self) -> str:
        return str(languages.translated_html(self, "text"))[:80]
