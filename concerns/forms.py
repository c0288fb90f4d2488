"""What a reporter fills in, and what the group writes."""

from django import forms

from concerns.models import Concern
from gate.forms import Guarded


class ReportForm(Guarded, forms.ModelForm):
    class Meta:
        model = Concern
        fields = ["words", "contact"]
        widgets = {
            "words": forms.Textarea({"rows": 10}),
            # Browsers must not offer this on a shared computer.
            "contact": forms.Textarea({"rows": 3, "autocomplete": "off"}),
        }


class CodeForm(Guarded, forms.Form):
    code = forms.CharField(max_length=60)
