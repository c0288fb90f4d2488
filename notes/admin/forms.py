from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.text import cleaning
from notes.admin.places import Place
from notes.limits import MAX_NOTE_LENGTH
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
    place = forms.CharField(label=_("What it is about"), required=False, widget=forms.Select)
    asks = forms.BooleanField(label=_("Ask those named to read the whole of it"), required=False)
    thread = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, places: list[Place], threads: list[ItemNote], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.threads = {thread.pk: thread for thread in threads}
        self.paths = {place.path for place in places}
        if isinstance(widget := self.fields["place"].widget, forms.Select):
            named = [(place.path, place.label) for place in places]
            widget.choices = [("", _("All of it")), *named]

    def clean_text(self) -> str:
        return cleaning.clean(self.cleaned_data["text"])

    def clean_place(self) -> str:
        """A block may have been deleted meanwhile."""
        place: str = self.cleaned_data["place"]
        return place if place in self.paths else ""

    def clean_thread(self) -> ItemNote | None:
        """The same of a thread: what was to be an answer begins one."""
        return self.threads.get(self.cleaned_data["thread"] or 0)
