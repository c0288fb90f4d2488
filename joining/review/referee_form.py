from django import forms
from django.utils.translation import gettext_lazy as _

from joining.form.field_classes import CHOICE_REQUIRED, PlainTextField
from joining.limits_and_periods import MAX_REFEREE_REMARK_LENGTH
from joining.models import Referee

VERDICTS = {
    Referee.Verdict.RECOMMENDS: _("I know the applicant and recommend them"),
    Referee.Verdict.DOUBTS: _("I know the applicant and have doubts"),
    Referee.Verdict.UNKNOWN: _("I do not know the applicant"),
    Referee.Verdict.NO_ANSWER: _("I prefer not to answer"),
}


class RefereeForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=list(VERDICTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": CHOICE_REQUIRED},
    )
    remark = PlainTextField(
        lines=5,
        max_length=MAX_REFEREE_REMARK_LENGTH,
        label=_("Is there something we should know?"),
        required=False,
    )
