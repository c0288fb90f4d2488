"""Forms and rows with a document for download, checked and freed of the names of its authors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import InlineModelAdmin
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from cms.files import document_uploads
from cms.files.document_uploads import CheckedUpload


class DocumentForm(forms.ModelForm):
    """Names of authors are removed from the field `file`, or the form asks whether they may
    stay. The item also has its `size`."""

    class Meta:
        # Files are handed out by the page of the item; the widget of the admin links to nothing.
        widgets = {"file": forms.FileInput}

    keep_author_names = forms.BooleanField(
        label=_("The file may name its authors"),
        required=False,
        help_text=_(
            "Programs write the names of authors into files. They are removed from PDF, Word, "
            "Excel, PowerPoint, OpenDocument and HWPX files; HWP, DOC, XLS and PPT files and "
            "signed ones keep them."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.instance.file:
            kind, size = file.name.rpartition(".")[2].upper(), filesizeformat(self.instance.size)
            words = _("It has a file now ({kind}, {size}). Another one replaces it.")
            self.fields["file"].help_text = str(words).format(kind=kind, size=size)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        return CheckedUpload(file, document_uploads.examine_upload(file, clean=True))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        upload, may_name = self.upload(), cleaned.get("keep_author_names")
        if upload and not may_name and (question := document_uploads.question_about_names(upload)):
            self.add_error("keep_author_names", question)
        return cleaned

    def upload(self) -> CheckedUpload | None:
        file = self.cleaned_data.get("file")
        return file if isinstance(file, CheckedUpload) else None


class DocumentFormSet(BaseInlineFormSet):
    """Warns of documents without text once they are saved."""

    request: HttpRequest

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        for form in self.forms:
            if not isinstance(form, DocumentForm):
                continue
            upload = form.upload()
            if upload and (warning := document_uploads.warning_about_text(upload)):
                messages.warning(self.request, warning)
        return saved


class DocumentInlineMixin(InlineModelAdmin):
    """For inlines whose formset is a `DocumentFormSet`."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.request = request
        return formset
