from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField
from cms.files import document_uploads, file_names
from cms.i18n import languages
from resources.models import work_languages


class ResourceFile(models.Model):
    """A work in one language: a file for download, or the address where another site has it."""

    resource = models.ForeignKey("Resource", models.CASCADE, related_name="files")
    language = models.CharField(
        _("language of the file"), max_length=10, choices=work_languages.choices
    )
    title = LineField(
        _("title"),
        max_length=160,
        blank=True,
        help_text=_("Needed where there are several, such as “Part 1”."),
    )
    file = models.FileField(
        _("file"),
        upload_to=file_names.random_name("resources"),
        blank=True,
        validators=[document_uploads.validate_document],
        help_text=_("PDF or an office file (Word, Excel, PowerPoint, OpenDocument, HWP)."),
    )
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    pages = models.PositiveSmallIntegerField(
        pgettext_lazy("of a file", "pages"),
        null=True,
        blank=True,
        help_text=_("For a PDF they are counted when it is uploaded."),
    )
    url = models.URLField(
        _("address elsewhere"),
        blank=True,
        help_text=_("Where readers find it, if it is not to be downloaded here."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") & ~Q(url="") | ~Q(file="") & Q(url=""),
                name="resource_file_is_here_or_elsewhere",
                violation_error_message=_("Upload a file or give an address elsewhere, not both."),
            )
        ]

    def __str__(self) -> str:
        title = languages.translated_text(self, "title")
        return " · ".join(
            filter(None, [title, self.language_name(), self.file_type() or self.host()])
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.size = self.file.size if self.file else 0
        super().save(*args, **kwargs)

    def file_type(self) -> str:
        """The extension of the file in capitals: PDF, DOCX, HWP."""
        return (self.file.name or "").rpartition(".")[2].upper()

    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    def language_name(self) -> str:
        return languages.language_name(self.language)
