"""What a reference is asked: as little as decides anything."""

from django import forms
from django.utils.translation import gettext_lazy as _

from joining.forms.fields import UNCHOSEN, Words
from joining.models import Reference

LONGEST_REMARK = 1000


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": UNCHOSEN},
    )
    remark = Words(
        lines=5,
        most=LONGEST_REMARK,
        label=_("Is there something we should know?"),
        required=False,
    )

    VERDICTS = {
        Reference.Verdict.RECOMMENDS: _("I know the applicant and recommend them"),
        Reference.Verdict.DOUBTS: _("I know the applicant and have doubts"),
        Reference.Verdict.UNKNOWN: _("I do not know the applicant"),
        Reference.Verdict.SILENT: _("I do not want to say anything"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = list(self.VERDICTS.items())
