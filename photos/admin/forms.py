"""The form of a photo in the admin, and shorter forms for many photos on one page."""

from collections.abc import Iterable
from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cms.files import images
from cms.i18n import languages
from cms.validators import national_id_numbers
from photos import actions
from photos.admin import photographer_names
from photos.files import photo_uploads
from photos.limits_and_periods import MAX_NAME_LENGTH
from photos.models import Photo

DESCRIPTION_FIELDS = [*languages.field_names("alt"), *languages.field_names("caption")]
FOCUS_ATTRS = {"step": "0.01", "min": 0, "max": 1}


class PhotoForm(forms.ModelForm):
    """The form of the admin: all fields, and another file. Renders an upload when it is valid."""

    class Meta:
        widgets = {
            # Django's own widget links to the file; originals have no URL.
            "original": forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
            "focus_x": forms.NumberInput(FOCUS_ATTRS),
            "focus_y": forms.NumberInput(FOCUS_ATTRS),
        }

    completed_checks = forms.MultipleChoiceField(
        label=_("Checked before publishing"),
        choices=Photo.ManualCheck,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what you have checked. This does not block saving: you decide."),
    )
    allow_duplicate = forms.BooleanField(
        label=_("Upload the picture even if it is in the library already"), required=False
    )

    # Only set when the whole form is valid, so that a file is decoded once.
    rendered_upload: photo_uploads.RenderedUpload | None = None

    def clean(self):
        cleaned = super().clean()
        upload = cleaned.get("original")
        if isinstance(upload, UploadedFile):
            try:
                self._check_upload(upload, cleaned)
            except ValidationError as error:
                self.add_error("original", error)
        return cleaned

    def _check_upload(self, upload: UploadedFile, cleaned: dict) -> None:
        if self.errors:
            images.validate_photo(upload)
            return
        if self.instance._state.adding:
            self.instance.enforce_unique = not cleaned.get("allow_duplicate")
        photo = _with_values(self.instance, cleaned)
        self.rendered_upload = photo_uploads.render_upload(photo, upload)


def _with_values(photo: Photo, values: dict) -> Photo:
    """Returns a copy of a photo with the values of a form, which sets them on the photo itself only
    after `clean`."""
    photo = copy(photo)
    for field in Photo._meta.concrete_fields:
        if field.name in values and field.name != "original":
            setattr(photo, field.name, values[field.name])
    return photo


class PhotographerField(forms.CharField):
    """A photographer's name in any language, for `photographer_names.get_or_create`."""

    def __init__(self, **kwargs):
        attrs = {"list": "photographers", "autocomplete": "off", "data-photographer": ""}
        super().__init__(
            label=_("Photographer"),
            required=False,
            max_length=2 * MAX_NAME_LENGTH,
            widget=forms.TextInput(attrs),
            validators=[national_id_numbers.refuse_national_id_numbers],
            help_text=_("Enter the name in any language. A new name is added."),
            **kwargs,
        )

    def clean(self, value):
        value = super().clean(value)
        for part in photographer_names.split_names(value).values():
            if len(part) > MAX_NAME_LENGTH:
                raise ValidationError(_("This name is too long."))
        return value


class PartialPhotoForm(forms.ModelForm):
    """Changes only the fields that the request contains, as scripts save each field alone."""

    photographer = PhotographerField()

    field_order = [*DESCRIPTION_FIELDS, "photographer"]

    class Meta:
        model = Photo
        fields = [
            *DESCRIPTION_FIELDS,
            *languages.field_names("credit_organisation"),
            "consent",
            "licence",
            "press_use",
        ]
        widgets = dict.fromkeys(languages.field_names("caption"), forms.Textarea({"rows": 2})) | (
            dict.fromkeys(
                languages.field_names("alt"), forms.Textarea({"rows": 2, "data-single-line": ""})
            )
        )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        if self.instance.photographer:
            self.initial["photographer"] = str(self.instance.photographer)
        for name, field in self.fields.items():
            model_field = Photo._meta.get_field(name)
            if language := getattr(model_field, "language", None):
                field.label = languages.field_label(model_field)
                field.widget.attrs["lang"] = language
        if data is not None:
            self.fields = {
                name: field for name, field in self.fields.items() if self.add_prefix(name) in data
            }

    def update_photo(self) -> Photo:
        """Raises ValidationError and OSError like `actions.update`."""
        photo, changed = self.instance, set(self.changed_data) & set(self.fields)
        if "photographer" in changed:
            photo.photographer = photographer_names.get_or_create(self.cleaned_data["photographer"])
        actions.update(photo, changed)
        return photo


class DescribePhotoForm(PartialPhotoForm):
    """Alternative text, caption, credit and consent, on the page "Describe new photos". Empty
    fields are filled with the suggestions of the photo's file."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.suggested = set()
        if data is None:
            self._fill_in_suggestions()

    class Meta(PartialPhotoForm.Meta):
        fields = [*DESCRIPTION_FIELDS, *languages.field_names("credit_organisation"), "consent"]

    def _fill_in_suggestions(self) -> None:
        """Each text fills the field of its language."""
        suggestions = self.instance.suggestions
        for name in ("alt", "caption"):
            if text := suggestions.get(name):
                self._fill_in(languages.field_name(name, languages.detect_language(text)), text)
        if self.instance.credit_line():
            return
        creator, credit = suggestions.get("creator"), suggestions.get("credit")
        if creator:
            self._fill_in("photographer", creator)
        if credit and credit != creator:
            language = languages.detect_language(credit)
            self._fill_in(languages.field_name("credit_organisation", language), credit)

    def _fill_in(self, name: str, text: str) -> None:
        field = self.fields[name]
        if isinstance(field, forms.CharField) and not self.initial.get(name):
            self.initial[name] = text[: field.max_length]
            self.suggested.add(name)
            field.widget.attrs["data-suggested"] = ""

    def description_fields(self) -> list[tuple[forms.BoundField, bool]]:
        """Returns each field with whether its value is a suggestion of the file."""
        return self._with_suggested(DESCRIPTION_FIELDS)

    def credit_fields(self) -> list[tuple[forms.BoundField, bool]]:
        return self._with_suggested(
            [name for name in self.fields if name not in DESCRIPTION_FIELDS]
        )

    def needs_credit(self) -> bool:
        """Whether credit or consent is missing, suggested or invalid."""
        photo = self.instance
        is_complete = photo.credit_line() and photo.consent != Photo.Consent.NOT_ASSESSED
        return not is_complete or bool({*self.suggested, *self.errors} - {*DESCRIPTION_FIELDS})

    def _with_suggested(self, names: Iterable[str]) -> list[tuple[forms.BoundField, bool]]:
        return [(self[name], name in self.suggested) for name in names if name in self.fields]


class SharedFieldsForm(PartialPhotoForm):
    """What all photos of a bulk upload have in common."""

    class Meta(PartialPhotoForm.Meta):
        fields = [*languages.field_names("credit_organisation"), "consent", "licence", "press_use"]
