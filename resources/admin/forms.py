from typing import Any

from django import forms

from cms.admin.document_uploads import DocumentForm, DocumentFormSet
from cms.admin.inlines import InlineRowForm, PreloadedFormSet
from photos.admin.picker import ShownPhotoForm


class ResourceForm(ShownPhotoForm):
    photo_field = "cover"
    constraint_fields = {
        "resource_translates_another": "translation_of",
        "resource_follows_another": "previous_edition",
    }

    class Meta:
        widgets = {"topics": forms.CheckboxSelectMultiple}


class ContributorForm(InlineRowForm):
    constraint_fields = {"contributor_is_one": "person"}

    def has_changed(self) -> bool:
        """A new row without a name is empty: its role is filled in beforehand."""
        prefilled = {"order", "role"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - prefilled)


class ResourceFileForm(DocumentForm, InlineRowForm):
    constraint_fields = {"resource_file_is_here_or_elsewhere": "file"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = self.upload()
        if upload and upload.findings.pages and "pages" not in self.changed_data:
            cleaned["pages"] = upload.findings.pages
        return cleaned


class ResourceFileFormSet(DocumentFormSet, PreloadedFormSet):
    pass
