from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.fields import LineField, RichTextField
from cms.i18n import languages


class AgreementQuerySet(models.QuerySet):
    def past_and_current(self) -> Self:
        """The versions that are, or were, in force: nobody reads a version before its day."""
        return self.filter(is_public=True, in_force_from__lte=timezone.localdate())

    def in_force(self) -> Self:
        """The newest version of each kind that has come into force, in reading order."""
        newest = (
            Agreement.objects.past_and_current()
            .filter(kind=OuterRef("kind"))
            .order_by("-in_force_from")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest)).in_reading_order()

    def in_reading_order(self) -> Self:
        """In the order of `Agreement.Kind`, the newest version first."""
        kinds = enumerate(Agreement.Kind)
        index = models.Case(*(models.When(kind=value, then=n) for n, value in kinds))
        return self.order_by(index, "-in_force_from")


class Agreement(models.Model):
    """One version of an accountability document, which every member signs."""

    class Kind(models.TextChoices):
        CORE_PRINCIPLES = "core-principles", _("Core Principles")
        CODE_OF_CONDUCT = "code-of-conduct", _("Code of Conduct")
        ACCOUNTABILITY_STANDARDS = "accountability-standards", _("Accountability Standards")

    kind = models.CharField(_("document"), max_length=30, choices=Kind)
    version = LineField(_("version"), max_length=20, help_text=_("For example 2025 or 2.1"))
    in_force_from = models.DateField(_("in force from"))
    text = RichTextField(_("text"), blank=True)
    is_public = models.BooleanField(
        _("public from that day"),
        default=True,
        help_text=_("Untick this while you prepare it: until then it does not come into force."),
    )
    updated_at = models.DateTimeField(auto_now=True)

    # No list but the page about the network, which is an item itself.
    list_url_name = list_label = ""

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("accountability document")
        verbose_name_plural = _("accountability documents")
        ordering = ["kind", "-in_force_from"]
        constraints = [
            languages.required_in_any_language("text"),
            models.UniqueConstraint(
                fields=["kind", "version"],
                name="agreement_version_once",
                violation_error_message=_("This version of the document exists already."),
            ),
            models.UniqueConstraint(
                fields=["kind", "in_force_from"],
                name="agreement_one_in_force",
                violation_error_message=_(
                    "Another version of the document comes into force on that day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return _("{kind}, version {version}").format(
            kind=self.get_kind_display(), version=self.version
        )

    def get_absolute_url(self) -> str:
        """Returns the URL of this version; `members:agreement` shows the version in force."""
        return reverse("members:agreement-version", args=[self.kind, self.in_force_from])

    @property
    def day_before(self) -> date:
        return self.in_force_from - timedelta(days=1)

    def has_text(self) -> bool:
        return bool(self.text)

    @property
    def published_languages(self) -> list[str]:
        return [
            code for code in languages.codes() if getattr(self, languages.field_name("text", code))
        ]

    def title_in(self, language: str) -> str:
        with override(language):
            return str(self.get_kind_display())

    def url_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()


@dataclass(frozen=True)
class DocumentInForce:
    """The page of a document, which shows the version that is in force; each version has a page of
    its own. `_meta.html`, `_language_switch.html` and `NotInLanguageError` read where it is."""

    version: Agreement

    list_url_name, list_label = Agreement.list_url_name, Agreement.list_label

    @property
    def published_languages(self) -> list[str]:
        return self.version.published_languages

    def title_in(self, language: str) -> str:
        return self.version.title_in(language)

    def url_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return reverse("members:agreement", args=[self.version.kind])
