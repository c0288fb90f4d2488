"""The pieces of an article as forms, and for whom a preview is."""

from copy import copy

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network import languages, lint
from network.forms import RuleForm
from news import documents, galleries
from news.models import PreviewLink
from news.previewing import LIFETIMES
from photos.models import Photo
from photos.picker import PhotoListField, Prints

WHOM = PreviewLink._meta.get_field("whom")


class BlockForm(forms.ModelForm):
    """A block that was added and left empty is not kept."""

    def has_changed(self) -> bool:
        place = {"region", "ordering"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - place)


class FileForm(BlockForm):
    """A document for readers: the names of who made it are taken out, or asked about."""

    may_name_people = forms.BooleanField(
        label=_("The file may name its authors"),
        required=False,
        help_text=_(
            "Programs write the names of authors into files. They are taken out of PDF, Word, "
            "Excel, PowerPoint, OpenDocument and HWPX files; HWP, DOC, XLS and PPT files and "
            "signed ones keep them."
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        return documents.CheckedUpload(file, documents.examine(file, clean=True))

    def clean(self):
        cleaned = super().clean()
        upload, may_name = self.upload(), self.cleaned_data.get("may_name_people")
        if upload and not may_name and (question := documents.question(upload)):
            self.add_error("may_name_people", question)
        return cleaned

    def upload(self) -> documents.CheckedUpload | None:
        """The file that came with this form, if one did."""
        file = self.cleaned_data.get("file")
        return file if isinstance(file, documents.CheckedUpload) else None


class QuoteForm(RuleForm, BlockForm):
    rules = {"quote_has_one_speaker": "person"}


class GalleryForm(BlockForm):
    """The photos of a gallery in their order."""

    photos = PhotoListField(label=_("Photos"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hung = self.instance.photos() if self.instance.pk else []
        self.initial["photos"] = [photo.pk for photo in hung]
        self.fields["photos"].widget.prints = Prints(hung)

    def credited_photos(self) -> list[Photo]:
        """The photos as they will be: those without a credit have the one of the gallery."""
        credit = galleries.credit_of(self.instance)
        return [_lent(photo, credit) for photo in self.cleaned_data.get("photos", [])]


def _lent(photo: Photo, credit: dict[str, str]) -> Photo:
    if photo.credit_line():
        return photo
    lent = copy(photo)
    for code, words in credit.items():
        setattr(lent, languages.column("credit_override", code), words)
    return lent


class PreviewLinkForm(forms.Form):
    """Who may look at an article before it is public, in which language and how long."""

    language = forms.ChoiceField(label=_("Language"), choices=[])
    days = forms.ChoiceField(label=_("Works for"), choices=[])
    whom = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=WHOM.max_length,
        validators=[lint.refuse_resident_numbers],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="preview-%s", **kwargs)
        names = [(code, capfirst(languages.name(code))) for code in languages.codes()]
        self.fields["language"].choices = names
        self.fields["days"].choices = [(days, _days(int(days))) for days in LIFETIMES]


def _days(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=number)
