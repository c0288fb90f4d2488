"""The first page of the form and the last: what is consented to, each a box of its own."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gate.forms import Guarded
from joining import notices
from joining.forms.fields import UNCHOSEN
from joining.models import Applicant, Application
from joining.notices import Notice
from joining.questions import Step
from members.models import Agreement
from network.models import Network

# Under 14 nobody applies online: a guardian would have to consent (PIPA art. 22-2).
CHILD = "child"


class BoxesForm(forms.Form):
    """Consents, each its own box under its own words, never ticked beforehand."""

    def __init__(self, shown: list[Notice], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown
        for notice in shown:
            self.fields[_box(notice)] = forms.BooleanField(
                label=notice.box,
                required=notice.is_required,
                error_messages={
                    "required": _(
                        "Without this consent we cannot take an application. Tick the box to go "
                        "on, or leave the form here."
                    )
                },
            )
            self.fields[_seal(notice)] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=notice.digest
            )

    def clean(self):
        cleaned = super().clean()
        for notice in self.shown:
            if cleaned.get(_seal(notice)) != notice.digest:
                self.add_error(
                    _box(notice),
                    _("The words above have changed meanwhile. Read them again and tick anew."),
                )
                self.data = self.data.copy()
                self.data[_seal(notice)] = notice.digest
        return cleaned

    def boxes(self) -> Iterator[dict]:
        """Shape: notice, field, seal."""
        for notice in self.shown:
            yield {"notice": notice, "field": self[_box(notice)], "seal": self[_seal(notice)]}

    def ticked(self) -> list[tuple[Notice, bool]]:
        return [(notice, self.cleaned_data[_box(notice)]) for notice in self.shown]


class BeginningForm(BoxesForm):
    """Step 1: how old somebody is, and the consents without which nothing is kept."""

    def __init__(self, applicant: str, *args, network: Network, **kwargs):
        shown = notices.at_step(Step.BEGINNING, applicant, "", network)
        super().__init__(shown, *args, **kwargs)
        self.applicant = applicant
        self.fields["age"] = forms.ChoiceField(
            label=_("How old are you?"),
            choices=[(CHILD, _("Under 14")), *reversed(Application.Age.choices)],
            widget=forms.RadioSelect,
            error_messages={"required": UNCHOSEN},
        )
        self.order_fields(["age"])

    @property
    def is_of_a_child(self) -> bool:
        return self.data.get("age") == CHILD

    def clean_age(self) -> str:
        age = self.cleaned_data["age"]
        if age == Application.Age.YOUTH and self.applicant == Applicant.ORGANISATION:
            raise ValidationError(
                _("An adult applies for an organisation. You can apply yourself, as an individual.")
            )
        return age


class GuardedBeginningForm(Guarded, BeginningForm):
    """The first page as a stranger sends it."""


class SendingForm(Guarded, BoxesForm):
    """Step 4: the documents of the network, consents to what comes after, and the button."""

    def __init__(self, applicant: str, age: str, *args, network: Network, **kwargs):
        shown = notices.at_step(Step.SENDING, applicant, age, network)
        super().__init__(shown, *args, **kwargs)
        self.agreements = list(Agreement.objects.in_force())
        words = (
            _("{document}: we have read it and support it.")
            if applicant == Applicant.ORGANISATION
            else _("{document}: I have read it and support it.")
        )
        for agreement in self.agreements:
            self.fields[support_field(agreement)] = forms.BooleanField(
                label=words.format(document=agreement.get_document_display()),
                error_messages={
                    "required": _("Members share this. Please read it and tick the box to apply.")
                },
            )

    def supports(self) -> Iterator[dict]:
        """Shape: agreement, field."""
        for agreement in self.agreements:
            yield {"agreement": agreement, "field": self[support_field(agreement)]}


def _box(notice: Notice) -> str:
    return f"consent_{notice.purpose}"


def _seal(notice: Notice) -> str:
    return f"words_{notice.purpose}"


def support_field(agreement: Agreement) -> str:
    return f"support_{agreement.pk}"
