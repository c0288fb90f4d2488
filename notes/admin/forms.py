from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.text import plain_text
from notes.admin.form_parts import FormPart
from notes.limits_and_periods import MAX_NOTE_LENGTH
from notes.models import ItemNote


class NoteForm(forms.Form):
    """A note, or with `thread` the answer to one. What is typed is stored, whatever it is about."""

    prefix = "note"

    text = forms.CharField(
        label=_("Your note"),
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
    form_part = forms.CharField(label=_("What it is about"), required=False, widget=forms.Select)
    asks_for_review = forms.BooleanField(
        label=_("Ask those named to read all of it"), required=False
    )
    thread = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, form_parts: list[FormPart], threads: list[ItemNote], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.threads = {thread.pk: thread for thread in threads}
        self.paths = {form_part.path for form_part in form_parts}
        if isinstance(widget := self.fields["form_part"].widget, forms.Select):
            named = [(form_part.path, form_part.label) for form_part in form_parts]
            widget.choices = [("", _("The whole item")), *named]

    def clean_text(self) -> str:
        return plain_text.clean(self.cleaned_data["text"])

    def clean_form_part(self) -> str:
        """A block may have been deleted meanwhile."""
        form_part: str = self.cleaned_data["form_part"]
        return form_part if form_part in self.paths else ""

    def clean_thread(self) -> ItemNote | None:
        """The same of a thread: what was to be a reply begins one."""
        return self.threads.get(self.cleaned_data["thread"] or 0)
