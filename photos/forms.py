"""What coordinators say of photos, of one or of many at once. Only what was sent is changed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network import languages, lint
from photos import library
from photos.models import Photo, Photographer

WORDS = [*languages.columns("alt"), *languages.columns("caption")]
NAME = Photographer._meta.get_field("name")


class PhotographerField(forms.CharField):
    """A name typed in any language. Whom it means, or that it is somebody new, the library says."""

    def __init__(self, **kwargs):
        words = {"list": "photographers", "autocomplete": "off", "data-photographer": ""}
        super().__init__(
            label=_("Photographer"),
            required=False,
            max_length=2 * NAME.max_length,
            widget=forms.TextInput(words),
            validators=[lint.refuse_resident_numbers],
            help_text=_("Type the name in any language. A new name is added."),
            **kwargs,
        )

    def clean(self, value):
        value = super().clean(value)
        for part in library.names_in(value).values():
            if len(part) > NAME.max_length:
                raise ValidationError(_("This name is too long."))
        return value


class TellingForm(forms.ModelForm):
    """Fields of photos in words of both languages; keeps the ones that were sent and differ."""

    photographer = PhotographerField()

    field_order = [*WORDS, "photographer"]

    class Meta:
        model = Photo
        fields = [
            *WORDS,
            *languages.columns("credit_organisation"),
            "consent",
            "licence",
            "press_use",
        ]
        widgets = dict.fromkeys(languages.columns("caption"), forms.Textarea({"rows": 2})) | (
            dict.fromkeys(languages.columns("alt"), forms.Textarea({"rows": 2, "data-line": ""}))
        )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        if self.instance.photographer:
            self.initial["photographer"] = str(self.instance.photographer)
        for name, field in self.fields.items():
            column = Photo._meta.get_field(name)
            if language := getattr(column, "language", None):
                field.label = languages.label(column)
                field.widget.attrs["lang"] = language
        if data is not None:
            self.fields = {
                name: field for name, field in self.fields.items() if self.add_prefix(name) in data
            }

    def said(self) -> set[str]:
        """The fields that now say something else."""
        return set(self.changed_data) & set(self.fields)

    def tell(self) -> Photo:
        """Keep what was said."""
        photo, said = self.instance, self.said()
        if "photographer" in said:
            photo.photographer = library.photographer_called(self.cleaned_data["photographer"])
        library.describe(photo, said)
        return photo


class WordsForm(TellingForm):
    """What a new photo needs before it can be shown, with what its file says offered."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.offered = set()
        if data is None:
            self._offer(self.instance.suggestions)

    class Meta(TellingForm.Meta):
        fields = [*WORDS, *languages.columns("credit_organisation"), "consent"]

    def _offer(self, said: dict[str, str]) -> None:
        """Fill what is empty with what the file says, each in the language of its words."""
        for name in ("alt", "caption"):
            if words := said.get(name):
                self._fill(languages.column(name, languages.of(words)), words)
        if self.instance.credit_line():
            return
        if words := said.get("creator"):
            self._fill("photographer", words)
        if (words := said.get("credit")) and words != said.get("creator"):
            self._fill(languages.column("credit_organisation", languages.of(words)), words)

    def _fill(self, name: str, words: str) -> None:
        field = self.fields[name]
        if not self.initial.get(name):
            self.initial[name] = words[: field.max_length]
            self.offered.add(name)
            field.widget.attrs["data-offered"] = ""

    def in_words(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields of words; with each whether what stands in it is an offer of the file."""
        return self._rows(WORDS)

    def in_thanks(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields of credit and consent, likewise."""
        return self._rows([name for name in self.fields if name not in WORDS])

    def asks_for_thanks(self) -> bool:
        """Whether credit or consent is lacking, offered or wrong."""
        photo = self.instance
        settled = photo.credit_line() and photo.consent != Photo.Consent.NOT_ASSESSED
        return not settled or bool({*self.offered, *self.errors} - {*WORDS})

    def _rows(self, names) -> list[tuple[forms.BoundField, bool]]:
        return [(self[name], name in self.offered) for name in names if name in self.fields]


class SharedForm(TellingForm):
    """What many photos have in common."""

    class Meta(TellingForm.Meta):
        fields = [*languages.columns("credit_organisation"), "consent", "licence", "press_use"]
