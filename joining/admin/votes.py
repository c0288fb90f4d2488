"""What reviewers say of an application: their vote and their notes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from joining.models import Note, Vote


class VoteForm(forms.ModelForm):
    """For, against, abstention - or a conflict of interest, and then no vote."""

    class Meta:
        model = Vote
        fields = ["choice", "has_conflict", "remark"]
        widgets = {"choice": forms.RadioSelect, "remark": forms.Textarea({"rows": 3})}
        labels = {"has_conflict": _("I have a conflict of interest and do not vote")}
        help_texts = {
            "has_conflict": _(
                "For example because you work for the applicant, or are close to somebody there. "
                "You go on reading along; it cannot be taken back."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = Vote.Choice.choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("has_conflict"):
            cleaned["choice"] = ""
        elif not cleaned.get("choice") and "choice" not in self.errors:
            self.add_error("choice", _("Choose one, or tick the conflict of interest."))
        return cleaned


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": _("Note")}
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {"text": _("Coordinators and reviewers read it, the applicant does not.")}
