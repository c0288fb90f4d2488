from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.fields import get_model_field
from cms.i18n import languages
from joining.form.consent_forms import agreement_field
from joining.form.field_classes import PlainTextField
from members.models import Agreement, Person
from members.upkeep.proposal_form import MAX_PROSE_LENGTH


@dataclass(frozen=True)
class AgreementCheckbox:
    """`text` is the agreement to read, in `language`."""

    agreement: Agreement
    checkbox: BoundField
    language: str
    text: str


class SigningForm(forms.Form):
    def __init__(
        self, agreements: list[Agreement], *args: Any, has_role: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agreements = agreements
        self.fields["signatory"] = PlainTextField(
            label=_("Name of the person who signs"),
            widget=forms.TextInput({"autocomplete": "name"}),
        )
        if has_role:
            self.fields["role"] = PlainTextField(
                label=_("Position"),
                help_text=_("The head, or somebody authorised to sign."),
                widget=forms.TextInput({"autocomplete": "organization-title"}),
            )
        label = (
            _("{agreement}: we sign this version.")
            if has_role
            else _("{agreement}: I sign this version.")
        )
        for agreement in agreements:
            self.fields[agreement_field(agreement)] = forms.BooleanField(
                label=label.format(agreement=agreement.get_kind_display()),
                error_messages={"required": _("Tick the box to sign this document.")},
            )

    def agreement_checkboxes(self) -> list[AgreementCheckbox]:
        return [
            AgreementCheckbox(one, self[agreement_field(one)], *_readable_text(one))
            for one in self.agreements
        ]


def _readable_text(agreement: Agreement) -> tuple[str, str]:
    """Language and text: another language where there is no text in the reader's."""
    texts = (
        (code, getattr(agreement, languages.field_name("text", code)))
        for code in [languages.active(), *languages.codes()]
    )
    return next((code, text) for code, text in texts if text)


class BiographyForm(forms.Form):
    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            column = languages.field_name("biography", code)
            self.fields[column] = forms.CharField(
                label=capfirst(languages.language_name(code)),
                required=False,
                max_length=MAX_PROSE_LENGTH,
                validators=get_model_field(Person, column).validators,
                widget=forms.Textarea({"rows": 8, "lang": code}),
            )
            self.initial[column] = getattr(person, column)
