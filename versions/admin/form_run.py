"""What the parts of the admin of one item tell each other while they answer a request."""

from dataclasses import dataclass

from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, QueryDict

from versions.models import HeldEdit


@dataclass
class FormRun:
    # The form and the formsets that were saved (`history.py`); None if the form was refused.
    saved: tuple[ModelForm, list[BaseFormSet]] | None = None
    # The form is saved in a trial, to keep its changes without publishing (`held_edits.py`).
    keeps_back: bool = False
    # The changes that wait, once they were read, and what the form shows because of them.
    is_held_read: bool = False
    held: HeldEdit | None = None
    held_data: QueryDict | None = None
    # In place of the stamp that was sent: the next one is to replace a colleague's changes.
    stamp_to_replace: str | None = None
    # The stamp of the working copy that the form goes on with (`working_copies.py`).
    continued_stamp: str = ""


def form_run(request: HttpRequest) -> FormRun:
    run: FormRun = vars(request).setdefault("form_run", FormRun())
    return run
