from copy import copy

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.admin.document_uploads import DocumentForm
from cms.admin.forms import ConstraintForm
from cms.admin.widgets import LinkedURLInput
from cms.i18n import languages
from cms.validators import national_id_numbers
from news.limits_and_periods import PREVIEW_LINK_LIFETIMES
from news.media import gallery_photos
from news.models import Article, PreviewLink
from photos.admin.picker import ContentWithPhotoForm, PhotoListField, PreloadedPhotos
from photos.models import Photo

RECIPIENT = PreviewLink._meta.get_field("recipient")


class ArticleForm(ContentWithPhotoForm):
    class Meta:
        widgets = {"topics": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("kind") == Article.Kind.PRESS_RELEASE:
            self.initial.setdefault("show_about_network", True)


class BlockForm(forms.ModelForm):
    """A new block that is left empty is not saved."""

    def has_changed(self) -> bool:
        place = {"region", "ordering"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - place)


class FileForm(DocumentForm, BlockForm):
    pass


class VideoForm(BlockForm):
    class Meta:
        # `static/js/admin/blocks/block_bar.js` writes the address of a pasted video into it.
        widgets = {"url": LinkedURLInput({"data-video-url": ""})}


class QuoteForm(ConstraintForm, BlockForm):
    constraint_error_fields = {"quote_has_one_speaker": "person"}


class GalleryForm(BlockForm):
    photos = PhotoListField(label=_("Photos"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        photos = self.instance.photos() if self.instance.pk else []
        self.initial["photos"] = [photo.pk for photo in photos]
        self.fields["photos"].widget.photos = PreloadedPhotos(photos)

    def save(self, commit=True):
        gallery = super().save(commit)
        if commit:
            gallery_photos.set_photos(gallery, self.cleaned_data["photos"])
        return gallery

    def photos_with_default_credit(self) -> list[Photo]:
        """Copies of the photos; those without a credit have the one that saving will give them."""
        credit = gallery_photos.default_credit(self.instance)
        return [_with_credit(photo, credit) for photo in self.cleaned_data.get("photos", [])]


def _with_credit(photo: Photo, credit: dict[str, str]) -> Photo:
    if photo.credit_line():
        return photo
    credited = copy(photo)
    for code, words in credit.items():
        setattr(credited, languages.field_name("credit_override", code), words)
    return credited


class PreviewLinkForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=[])
    days = forms.ChoiceField(label=_("Valid for"), choices=[])
    recipient = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=RECIPIENT.max_length,
        validators=[national_id_numbers.refuse_national_id_numbers],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="preview-%s", **kwargs)
        names = [(code, capfirst(languages.language_name(code))) for code in languages.codes()]
        self.fields["language"].choices = names
        self.fields["days"].choices = [(days, _days(int(days))) for days in PREVIEW_LINK_LIFETIMES]


def _days(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=number)
