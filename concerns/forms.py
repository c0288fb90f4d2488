"""What a reporter fills in, and what the group writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concerns.models import Concern
from gate.forms import Guarded

# Browsers must not offer on a shared computer what somebody typed before.
UNREMEMBERED = {"autocomplete": "off"}
CODE = UNREMEMBERED | {"autocapitalize": "characters", "spellcheck": "false"}


class ReportForm(Guarded, forms.ModelForm):
    class Meta:
        model = Concern
        fields = ["words", "contact"]
        widgets = {
            "words": forms.Textarea({"rows": 10} | UNREMEMBERED),
            "contact": forms.Textarea({"rows": 3} | UNREMEMBERED),
        }


class CodeForm(Guarded, forms.Form):
    code = forms.CharField(label=_("Your code"), max_length=60, widget=forms.TextInput(CODE))
