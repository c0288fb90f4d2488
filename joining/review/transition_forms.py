from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.text import plain_text
from joining import emails
from joining.form import questions
from joining.membership import new_member
from joining.models import Application, Consent
from network.models import Network


class TransitionForm(forms.Form):
    """The form on the page of a transition. It sends back the state in which the user saw the
    application; subclasses add fields."""

    # Shown above the fields; its variable `preview` is what `preview()` returns.
    preview_template = ""
    # The label of the button that makes the preview again.
    preview_button_label: Promise | str = ""

    seen_state = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.fields["seen_state"].initial = application.state

    def clean_seen_state(self) -> str | None:
        return self.cleaned_data["seen_state"] or None

    def transition_kwargs(self) -> dict[str, Any]:
        return self.cleaned_data

    def must_show_preview(self) -> bool:
        """Whether the preview must be shown, or shown again, before the change is made."""
        return False

    def preview(self) -> Any:
        return None


class LogNoteForm(TransitionForm):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It is recorded in the log. The applicant cannot see it."),
    )


class AcceptForm(LogNoteForm):
    preview_template = "joining/admin/transition/_member_preview.html"

    def preview(self) -> list[tuple[str, str]]:
        return new_member.preview_member(self.application)


class InfoRequestForm(TransitionForm):
    info_request = forms.CharField(
        label=gettext_lazy("Your question"), widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changeable = questions.changeable_questions(self.application, Network.objects.current())
        self.fields["requested_fields"] = forms.MultipleChoiceField(
            label=_("Answers that may be changed"),
            choices=[(question.name, question.label) for question in changeable],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=" ".join(self._help_on_requested_fields()),
        )

    def _help_on_requested_fields(self) -> Iterator[str]:
        yield _("The others stay as they are. Select none to get a reply only.")
        if not self.application.agrees_to(Consent.Purpose.OPTIONAL_ANSWERS):
            yield _(
                "The applicant did not agree to answers that are not required, so these are left "
                "out."
            )


class DeclineForm(TransitionForm):
    """The e-mail goes out as it was last previewed: one that was changed is shown once more."""

    data: MultiValueDict[str, Any]

    preview_template = "joining/admin/transition/_email_preview.html"
    preview_button_label = gettext_lazy("Preview the e-mail again")

    email_text = forms.CharField(
        label=gettext_lazy("Text of the e-mail"), widget=forms.Textarea({"rows": 14})
    )
    previewed_text = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["email_text"] = emails.default_decline_text(self.application)

    def clean_email_text(self) -> str:
        return plain_text.clean(self.cleaned_data["email_text"]).strip()

    def must_show_preview(self) -> bool:
        previewed = plain_text.clean(self.cleaned_data["previewed_text"]).strip()
        return "preview" in self.data or previewed != self.cleaned_data["email_text"]

    def transition_kwargs(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("seen_state", "email_text")}

    def preview(self) -> Any:
        """The e-mail as it will arrive. From now on this text counts as previewed."""
        text = self["email_text"].value()
        if self.is_bound:
            self.data = self.data.copy()
            self.data["previewed_text"] = text
        else:
            self.initial["previewed_text"] = text
        return emails.decline_preview(self.application, text) if text else None
