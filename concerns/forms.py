from django import forms
from django.utils.translation import gettext_lazy as _

from concerns.models import Concern
from spam.forms import SpamCheckedForm

# Browsers must not offer earlier input on a shared computer.
NO_AUTOCOMPLETE = {"autocomplete": "off"}
CODE_ATTRS = NO_AUTOCOMPLETE | {"autocapitalize": "characters", "spellcheck": "false"}


class ReportForm(SpamCheckedForm, forms.ModelForm):
    class Meta:
        model = Concern
        fields = ["description", "contact"]
        widgets = {
            "description": forms.Textarea({"rows": 10} | NO_AUTOCOMPLETE),
            "contact": forms.Textarea({"rows": 3} | NO_AUTOCOMPLETE),
        }


class ConcernCodeForm(SpamCheckedForm, forms.Form):
    code = forms.CharField(label=_("Your code"), max_length=60, widget=forms.TextInput(CODE_ATTRS))
