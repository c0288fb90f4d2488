from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from joining.models import Note, Vote


class VoteForm(forms.ModelForm):
    # The model's own choices have an empty one, for those with a conflict of interest.
    choice = forms.ChoiceField(
        label=capfirst(_("vote")),
        choices=Vote.Choice.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Vote
        fields = ["choice", "has_conflict", "remark"]
        widgets = {"remark": forms.Textarea({"rows": 3})}
        labels = {"has_conflict": _("I have a conflict of interest and do not vote")}
        help_texts = {
            "has_conflict": _(
                "For example because you work for the applicant, or are close to somebody there. "
                "You can still read the application; this cannot be undone."
            )
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("has_conflict"):
            self.cleaned_data["choice"] = ""
        elif not self.cleaned_data.get("choice") and "choice" not in self.errors:
            self.add_error("choice", _("Choose one, or tick the conflict of interest."))
        return self.cleaned_data


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": _("Note")}
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {"text": _("Coordinators and reviewers can read it; the applicant cannot.")}
