"""What a new member signs, and what it says of itself."""

from collections.abc import Iterator

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from joining.forms.boxes import support_field
from joining.forms.fields import Words
from members.forms import MANY_LINES
from members.models import Agreement, Person
from network import languages


class SigningForm(forms.Form):
    """Who signs, and each document with a box of its own."""

    def __init__(self, agreements: list[Agreement], *args, has_role: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreements = agreements
        self.fields["signatory"] = Words(
            label=_("Name of the person who signs"),
            widget=forms.TextInput({"autocomplete": "name"}),
        )
        if has_role:
            self.fields["role"] = Words(
                label=_("Role"),
                help_text=_("The head, or somebody with the power to sign."),
                widget=forms.TextInput({"autocomplete": "organization-title"}),
            )
        words = (
            _("{document}: we sign this version.")
            if has_role
            else _("{document}: I sign this version.")
        )
        for agreement in agreements:
            self.fields[support_field(agreement)] = forms.BooleanField(
                label=words.format(document=agreement.get_document_display()),
                error_messages={"required": _("Tick the box to sign this document.")},
            )

    def boxes(self) -> Iterator[dict]:
        """Shape: agreement, field, text, and the language of the text."""
        for agreement in self.agreements:
            language, text = _readable(agreement)
            field = self[support_field(agreement)]
            yield {"agreement": agreement, "field": field, "language": language, "text": text}


def _readable(agreement: Agreement) -> tuple[str, str]:
    """What is signed must be read, in another language if need be."""
    texts = (
        (code, getattr(agreement, languages.column("text", code)))
        for code in [languages.active(), *languages.codes()]
    )
    return next((code, text) for code, text in texts if text)


class BiographyForm(forms.Form):
    """A few words about oneself, in as many languages as one likes."""

    def __init__(self, person: Person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column in languages.columns("biography"):
            field = Person._meta.get_field(column)
            self.fields[column] = forms.CharField(
                label=capfirst(languages.name(field.language)),
                required=False,
                max_length=MANY_LINES,
                validators=field.validators,
                widget=forms.Textarea({"rows": 8, "lang": field.language}),
            )
            self.initial[column] = getattr(person, column)
