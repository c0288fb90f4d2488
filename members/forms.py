"""What people outside the desk may write about their organisation."""

from base64 import b64encode
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import logos, proposing
from members.models import Organisation, Proposal, ProposedChange
from members.models.logos import LOGO_SIDE
from network import images, languages, text
from network.fields import ProseField, refuse_resident_numbers_in_words

LONG_TEXT = 10_000
MANY_LINES = 2_000
# A line longer than that is read in a box.
SHORT_LINE = 200


class ProposalForm(forms.Form):
    """Every column a member may propose to change, filled with what it says or was to say."""

    basis = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, organisation: Organisation, *args, pending: Proposal | None = None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.seen = proposing.read_basis(organisation, self.data.get("basis", ""))
        self.initial["basis"] = proposing.basis(organisation)
        self.kept = {}
        for column in proposing.PROPOSABLE:
            self.fields[column] = form_field(Organisation._meta.get_field(column))
            self._begin_with(column, self.seen[column])
        self.fields["remark"] = Proposal._meta.get_field("remark").formfield(
            label=gettext_lazy("Anything else we should know"),
            help_text=gettext_lazy("For example who should get this letter from now on."),
            widget=forms.Textarea({"rows": 3}),
        )
        for column in logos.COLUMNS:
            if getattr(organisation, column):
                self.fields[removal_of(column)] = forms.BooleanField(
                    label=gettext_lazy("Take this logo off the page"), required=False
                )
        if pending:
            self.initial["remark"] = pending.remark
            for change in pending.changes.all():
                self._begin_with(change.column, change.proposed)
                if change.is_picture:
                    self._begin_with_picture(change)

    def clean_social_links(self) -> str:
        """One address a line, each of which leads somewhere."""
        is_address = URLValidator(schemes=["http", "https"])
        lines = [line for line in text.clean(self.cleaned_data["social_links"]).split("\n") if line]
        for line in map(str.strip, lines):
            try:
                is_address(line)
            except ValidationError as error:
                words = _("“{line}” is not a web address. Copy it from the browser's address bar.")
                raise ValidationError(words.format(line=line)) from error
        return "\n".join(map(str.strip, lines))

    def _begin_with(self, column: str, value: str) -> None:
        """No browser takes a file to begin with."""
        field = self.fields[column]
        if isinstance(field, forms.ModelMultipleChoiceField):
            self.initial[column] = value.split()
        elif not isinstance(field, LogoField):
            self.initial[column] = proposing.typed(column, value)

    def _begin_with_picture(self, change: ProposedChange) -> None:
        """What was sent before stays, be it a picture or that there be none."""
        if change.proposed:
            self.kept[change.column] = change.proposed
        else:
            self.initial[removal_of(change.column)] = True

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(column) for column in languages.columns("name")):
            first = languages.columns("name")[0]
            if first not in self.errors:
                self.add_error(first, _("Fill in the name in at least one language."))
        self._check_removals(cleaned)
        self._ask_for_files_again()
        return cleaned

    def _check_removals(self, cleaned: dict) -> None:
        for column in logos.COLUMNS:
            if cleaned.get(removal_of(column)) and cleaned.get(column):
                self.add_error(column, _("Either choose a file or take the logo off, not both."))

    def _ask_for_files_again(self) -> None:
        """A page that comes back for a correction has lost the files that were chosen."""
        chosen = [name for name in self.files if self.cleaned_data.get(name)]
        for name in chosen if self.errors else ():
            self.add_error(name, _("Choose this file again: it was not kept."))

    def nothing_changed(self, *, is_asked: bool) -> None:
        """Who was asked whether all is right has a button for saying so."""
        words = (
            _("You have changed nothing. If all of it is right, press “Yes, all of it is right”.")
            if is_asked
            else _("You have changed nothing. Change something, or close this page.")
        )
        self.add_error(None, words)

    def wanted(self) -> dict[str, str]:
        """What the columns are to say, as it would be stored."""
        return {column: self._stored(column) for column in proposing.PROPOSABLE}

    def groups(self) -> Iterator[dict]:
        """The fields as they stand on the page, the languages of one side by side."""
        for name in dict.fromkeys(map(field_name, proposing.PROPOSABLE)):
            whole = Organisation._meta.get_field(name)
            columns = [c for c in proposing.PROPOSABLE if field_name(c) == name]
            yield {
                "label": capfirst(whole.verbose_name),
                "fields": [self[column] for column in columns],
                "is_translated": columns != [name],
                **(self._logo(name) if name in logos.COLUMNS else {}),
            }

    def _logo(self, column: str) -> dict:
        """A logo as it is now, and what can be done with it but choosing a file."""
        logo, removal = getattr(self.organisation, column), removal_of(column)
        return {
            "picture": logos.for_its_owner(logo) if logo else "",
            "removal": self[removal] if removal in self.fields else None,
            "is_dark": column == "logo_dark",
            "kept": column in self.kept,
        }

    def _takes_off(self, column: str) -> bool:
        """The logo for dark screens goes with the other: it does not stand alone."""
        light = logos.COLUMNS[0]
        return any(self.cleaned_data.get(removal_of(one)) for one in {light, column})

    def _stored(self, column: str) -> str:
        value, seen = self.cleaned_data[column] or "", self.seen[column]
        match self.fields[column]:
            case LogoField():
                if self._takes_off(column):
                    return ""
                return value or self.kept.get(column, seen)
            case forms.ModelMultipleChoiceField():
                return "\n".join(sorted(one.slug for one in value))
            case forms.ModelChoiceField():
                return value.slug if value else ""
        if text.clean(value).strip() == proposing.typed(column, seen):
            return seen
        return Organisation._meta.get_field(column).to_python(
            proposing.from_typed(column, value, seen)
        )


class LogoField(forms.FileField):
    """A picture as it would become public, in letters (Base64): it has no file before it does."""

    widget = forms.FileInput({"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data, initial=None) -> str:
        file = super().clean(data, initial)
        return (
            b64encode(images.logo(file, LOGO_SIDE, images.STRANGERS_LOGO).read()).decode()
            if file
            else ""
        )


def removal_of(column: str) -> str:
    """The field that takes a logo off the page."""
    return f"{column}_off"


def field_name(column: str) -> str:
    """The field a column belongs to: `name` for each language of it."""
    field = Organisation._meta.get_field(column)
    return getattr(field, "translated_field", field).name


def form_field(field: models.Field) -> forms.Field:
    """A model's field for people without the desk: no editor, nothing about publication."""
    language = getattr(field, "language", None)
    if isinstance(field, models.ImageField):
        made = LogoField(help_text=field.help_text)
    elif field.many_to_many:
        made = field.formfield(to_field_name="slug", widget=forms.CheckboxSelectMultiple)
        made.help_text = ""
    elif field.many_to_one:
        made = field.formfield(to_field_name="slug")
    elif proposing.is_rich(field.name):
        widget = forms.Textarea({"rows": 12})
        validators = [refuse_resident_numbers_in_words]
        made = forms.CharField(max_length=LONG_TEXT, widget=widget, validators=validators)
        made.help_text = _("Leave an empty line between paragraphs.")
    else:
        made = field.formfield()
        if (field.max_length or 0) > SHORT_LINE:
            made.widget = forms.Textarea({"rows": 3, "maxlength": field.max_length})
    if isinstance(field, ProseField):
        made = forms.CharField(
            max_length=MANY_LINES,
            widget=forms.Textarea({"rows": 4}),
            validators=field.validators,
            help_text=field.help_text,
        )
    made.label, made.required = languages.label(field), False
    if language:
        made.widget.attrs["lang"] = language
        made.language_name = capfirst(languages.name(language))
    return made
