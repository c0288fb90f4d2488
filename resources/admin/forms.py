from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.admin.document_uploads import DocumentForm, DocumentFormSet
from cms.admin.inlines import InlineRowForm, PreloadedFormSet
from photos.admin.picker import ContentWithPhotoForm

RELATED_TO_ITSELF_ERRORS = {
    "translation_of": _("A work cannot be a translation of itself."),
    "previous_edition": _("A work cannot be its own earlier edition."),
}


class ResourceForm(ContentWithPhotoForm):
    photo_field = "cover"

    class Meta:
        widgets = {"topics": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # Django does not validate constraints that name a field which is not in the form: the id.
        for name, message in RELATED_TO_ITSELF_ERRORS.items():
            if self.instance.pk and cleaned.get(name) == self.instance:
                self.add_error(name, str(message))
        return cleaned


class ContributorForm(InlineRowForm):
    constraint_error_fields = {"contributor_is_person_organisation_or_name": "person"}

    def has_changed(self) -> bool:
        """A new row without a name is empty: its role is filled in beforehand."""
        prefilled = {"order", "role"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - prefilled)


class ResourceFileForm(DocumentForm, InlineRowForm):
    constraint_error_fields = {"resource_file_is_here_or_elsewhere": "file"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = self.upload()
        if upload and upload.findings.pages and "pages" not in self.changed_data:
            cleaned["pages"] = upload.findings.pages
        return cleaned


class ResourceFileFormSet(DocumentFormSet, PreloadedFormSet):
    pass
