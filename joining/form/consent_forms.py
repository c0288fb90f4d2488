from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from cms.i18n import languages
from joining.form.field_classes import CHOICE_REQUIRED
from joining.form.questions import FormPage
from joining.models import ApplicantType, Application
from joining.privacy import consent_notices
from joining.privacy.consent_notices import Notice
from members.models import Agreement
from network.models import Network
from spam.forms import SpamCheckedForm

# A choice of the form only: who is under 14 cannot apply online (`Application.may_apply`).
CHILD = "child"


@dataclass(frozen=True)
class ConsentCheckbox:
    notice: Notice
    checkbox: BoundField
    digest: BoundField


@dataclass(frozen=True)
class EndorsementCheckbox:
    agreement: Agreement
    checkbox: BoundField


class DigestField(forms.CharField):
    """The digest of the text beside a checkbox, after its language: "ko:1f3a". A draft stores both
    fields."""

    widget = forms.HiddenInput

    def __init__(self, digest: str) -> None:
        super().__init__(required=False, initial=f"{languages.active()}:{digest}")

    @staticmethod
    def is_in_other_language(value: str) -> bool:
        return not value.startswith(f"{languages.active()}:")


class ConsentsForm(forms.Form):
    """A checkbox for each notice, never ticked beforehand. The page sends the digest of each notice
    back, so that nobody consents to a text that has changed since they read it."""

    data: MultiValueDict[str, Any]

    def __init__(self, notices: list[Notice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notices = notices
        for notice in notices:
            self.fields[_consent_field(notice)] = forms.BooleanField(
                label=notice.checkbox_label,
                required=notice.is_required,
                error_messages={
                    "required": _(
                        "Without this consent we cannot accept an application. Tick the box to "
                        "continue, or close this page."
                    )
                },
            )
            self.fields[_digest_field(notice)] = DigestField(notice.digest)

    def clean(self) -> dict[str, Any]:
        super().clean()
        for notice in self.notices:
            digest = self.fields[_digest_field(notice)].initial
            if self.cleaned_data.get(_digest_field(notice)) != digest:
                self.add_error(
                    _consent_field(notice),
                    _(
                        "The words above have changed meanwhile. Please read them and tick the box"
                        " again."
                    ),
                )
                self.data = self.data.copy()
                self.data.pop(_consent_field(notice), None)
                self.data[_digest_field(notice)] = digest
        return self.cleaned_data

    def consent_checkboxes(self) -> list[ConsentCheckbox]:
        return [
            ConsentCheckbox(notice, self[_consent_field(notice)], self[_digest_field(notice)])
            for notice in self.notices
        ]

    def consent_choices(self) -> list[tuple[Notice, bool]]:
        """For each notice, whether its checkbox was ticked."""
        return [(notice, self.cleaned_data[_consent_field(notice)]) for notice in self.notices]


class StartForm(ConsentsForm):
    """Page 1: the age, and the consents that are needed before anything is stored."""

    def __init__(self, applicant_type: str, *args: Any, network: Network, **kwargs: Any) -> None:
        notices = consent_notices.notices_on_page(FormPage.START, applicant_type, "", network)
        super().__init__(notices, *args, **kwargs)
        self.applicant_type = applicant_type
        self.fields["age"] = forms.ChoiceField(
            label=_("How old are you?"),
            choices=[(CHILD, _("Under 14")), *reversed(Application.Age.choices)],
            widget=forms.RadioSelect,
            error_messages={"required": CHOICE_REQUIRED},
        )
        self.order_fields(["age"])

    @property
    def is_by_child(self) -> bool:
        return self.data.get("age") == CHILD

    def clean_age(self) -> str:
        age: str = self.cleaned_data["age"]
        # A child is told more on a page of its own: see `is_by_child`.
        if not Application.may_apply(self.applicant_type, age):
            raise ValidationError(
                _(
                    "An adult must apply for an organisation. You can apply yourself, as an "
                    "individual."
                )
            )
        return age


class SpamCheckedStartForm(SpamCheckedForm, StartForm):
    pass


class SubmitForm(SpamCheckedForm, ConsentsForm):
    """Page 4: the agreements of the network, and the consents to what happens afterwards."""

    def __init__(
        self, applicant_type: str, age: str, *args: Any, network: Network, **kwargs: Any
    ) -> None:
        notices = consent_notices.notices_on_page(FormPage.SUBMIT, applicant_type, age, network)
        super().__init__(notices, *args, **kwargs)
        self.agreements = list(Agreement.objects.in_force())
        label = (
            _("{agreement}: we have read it and support it.")
            if applicant_type == ApplicantType.ORGANISATION
            else _("{agreement}: I have read it and support it.")
        )
        for agreement in self.agreements:
            self.fields[agreement_field(agreement)] = forms.BooleanField(
                label=label.format(agreement=agreement.get_kind_display()),
                error_messages={
                    "required": _("Members share this. Please read it and tick the box to apply.")
                },
            )

    def endorsement_checkboxes(self) -> list[EndorsementCheckbox]:
        return [EndorsementCheckbox(one, self[agreement_field(one)]) for one in self.agreements]


def _consent_field(notice: Notice) -> str:
    return f"consent_{notice.purpose}"


def _digest_field(notice: Notice) -> str:
    return f"digest_{notice.purpose}"


def agreement_field(agreement: Agreement) -> str:
    return f"agreement_{agreement.pk}"
