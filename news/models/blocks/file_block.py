from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField
from cms.files import document_uploads, file_names
from cms.i18n import languages
from news.models.blocks.block import Block


class FileBlock(Block):
    template = "news/blocks/_file_block.html"

    file = models.FileField(
        _("file"),
        upload_to=file_names.random_name("files"),
        validators=[document_uploads.validate_document],
        help_text=_("PDF or an office file (Word, Excel, PowerPoint, OpenDocument, HWP)."),
    )
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    title = LineField(_("title"), max_length=160, blank=True)
    language = models.CharField(
        _("language of the file"), max_length=10, blank=True, choices=languages.choices
    )

    class Meta(Block.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def save(self, *args, **kwargs):
        self.size = self.file.size if self.file else 0
        super().save(*args, **kwargs)

    def has_content(self) -> bool:
        return bool(self.title and self.file)

    def extension(self) -> str:
        """The extension of the file in capitals: PDF, DOCX, HWP."""
        return (self.file.name or "").rpartition(".")[2].upper()

    def language_name(self) -> str:
        return languages.language_name(self.language) if self.language else ""
