"""The moves of an application: a button for each, and a screen for those that need words.

What was typed stays until the move is made, and a refusal says what happened meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from joining import emails, process, questions, welcoming
from joining.admin import frame
from joining.models import Application, Consent
from joining.moves import MOVES, Refused, next_moves
from members.models import Organisation, Person
from network import dates, languages, text

# What is shown of a draft before it is made.
TOLD_OF_DRAFT = (
    *languages.columns("name"),
    *languages.columns("summary"),
    "abbreviation",
    "kind",
    "region",
    "founded_on",
    "website",
    "social_links",
    "joined_on",
    "delisting_reason",
    "contact_name",
    "contact_email",
)


class MoveForm(forms.Form):
    """What somebody says with a move, and the state in which they saw the application."""

    seen_state = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, application: Application, *args, **kwargs):
        self.application = application
        super().__init__(*args, **kwargs)
        self.fields["seen_state"].initial = application.state

    def clean_seen_state(self) -> str | None:
        return self.cleaned_data["seen_state"] or None

    def is_ready(self) -> bool:
        """Whether the move can be made with these words, or they are to be looked at first."""
        return True

    def said(self) -> dict:
        """What the verb is told."""
        return self.cleaned_data


class ReasonForm(MoveForm):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It is kept in the log. The applicant does not read it."),
    )


class QuestionForm(MoveForm):
    question = forms.CharField(
        label=gettext_lazy("Your question"), widget=forms.Textarea({"rows": 6})
    )
    asked_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Answers that may be changed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The others stay as they are. Tick none to get a reply only."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = questions.changeable(self.application)
        self.fields["asked_fields"].choices = [(one.name, one.label) for one in asked]
        if not self.application.agrees_to(Consent.Purpose.OPTIONAL):
            self.fields["asked_fields"].help_text += " " + _(
                "The applicant did not agree to answers that are not required, so these are left "
                "out."
            )

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"fields": said.pop("asked_fields")}


class LetterForm(MoveForm):
    """A letter goes out as it was last looked at: one that was changed is shown once more."""

    letter = forms.CharField(label=gettext_lazy("Letter"), widget=forms.Textarea({"rows": 14}))
    seen_letter = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_letter(self) -> str:
        return text.clean(self.cleaned_data["letter"]).strip()

    def is_ready(self) -> bool:
        seen = text.clean(self.cleaned_data["seen_letter"]).strip()
        return "look" not in self.data and seen == self.cleaned_data["letter"]

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        del said["seen_letter"]
        return said


@dataclass(frozen=True)
class Screen:
    """A move on the desk: what it does, what is said when it is done, what it asks for."""

    verb: Callable
    done: Promise
    form: type[MoveForm] = MoveForm
    # Whether its button leads to a screen or makes the move at once.
    asks_first: bool = True


# In the order of their buttons: what leads on before what leads back or away.
SCREENS = {
    "put_to_vote": Screen(
        process.put_to_vote, gettext_lazy("The reviewers can vote now."), asks_first=False
    ),
    "accept": Screen(process.accept, gettext_lazy("Accepted. This is the draft."), ReasonForm),
    "decline": Screen(
        process.decline, gettext_lazy("Declined. The letter is on its way."), LetterForm
    ),
    "ask": Screen(process.ask, gettext_lazy("Your question is on its way."), QuestionForm),
    "go_on": Screen(
        process.go_on, gettext_lazy("The question is withdrawn. Go on checking."), asks_first=False
    ),
    "take": Screen(process.take, gettext_lazy("It is in your hands now."), asks_first=False),
    "take_back": Screen(
        process.take_back, gettext_lazy("It is taken back from the vote."), ReasonForm
    ),
    "release": Screen(process.release, gettext_lazy("It is in the inbox now."), asks_first=False),
    "reopen": Screen(process.reopen, gettext_lazy("It is open again."), asks_first=False),
    "set_apart": Screen(process.set_apart, gettext_lazy("Set apart."), ReasonForm),
    "drop": Screen(process.drop, gettext_lazy("Erased.")),
}


def buttons(application: Application, user) -> list[dict]:
    """What can be done next, and where each button leads. Shape: choice, address, asks_first."""
    choices = {choice.name: choice for choice in next_moves(application, user)}
    return [
        {
            "choice": choices[name],
            "address": frame.address("move", application.pk, name),
            "asks_first": screen.asks_first,
        }
        for name, screen in SCREENS.items()
        if name in choices
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Make a move; or show the screen on which its words are written and looked at."""
    if name not in SCREENS:
        raise Http404
    application = frame.opened(request, pk)
    if request.method != "POST":
        return begin(request, application, name)
    form = SCREENS[name].form(application, request.POST)
    if not form.is_valid() or not form.is_ready():
        return show(request, application, name, form)
    try:
        made = SCREENS[name].verb(application, by=request.user, **form.said())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return refused(request, pk, name, form)
    messages.success(request, str(SCREENS[name].done))
    return redirect(where_next(request, application, made))


def begin(request: HttpRequest, application: Application, name: str) -> HttpResponse:
    """The screen before anything is written; for a move that cannot be made, why."""
    choices = {choice.name: choice for choice in next_moves(application, request.user)}
    choice = choices.get(name)
    if choice is None or choice.obstacle:
        said = choice.obstacle if choice else _("As the application stands, this cannot be done.")
        messages.error(request, said)
        return redirect(frame.address("change", application.pk))
    letter = emails.decline_draft(application) if name == "decline" else ""
    initial = {"letter": letter, "seen_letter": letter}
    return show(request, application, name, SCREENS[name].form(application, initial=initial))


def refused(request: HttpRequest, pk: int, name: str, form: MoveForm) -> HttpResponse:
    """The application as it is now; where words were written, with them, so that none is lost."""
    if not SCREENS[name].asks_first or name == "drop":
        return redirect(frame.address("change", pk))
    return show(request, frame.opened(request, pk), name, form)


def draft(application: Application) -> list[tuple[str, str]]:
    """What accepting makes, by making it and letting go of it again. Shape: label, words."""
    with transaction.atomic():
        member = welcoming.make_member(application)
        facts = list(in_words(member))
        transaction.set_rollback(True)
    return facts


def in_words(member: Organisation | Person) -> Iterator[tuple[str, str]]:
    """What stands in a new member, column by column."""
    for column in TOLD_OF_DRAFT:
        if words := displayed(member, column):
            yield languages.label(member._meta.get_field(column)), words
    if isinstance(member, Organisation) and (topics := member.topics.all()):
        yield _("Topics"), ", ".join(map(str, topics))


def displayed(member: Organisation | Person, column: str) -> str:
    """A column in words; empty for one that this kind of member does not have."""
    show = getattr(member, f"get_{column}_display", None)
    value = show() if show else getattr(member, column, None)
    if isinstance(value, date):
        precision = getattr(member, column.replace("_on", "_precision"), dates.Precision.DAY)
        return dates.printed(value, precision)
    return str(value or "")


def show(request: HttpRequest, application: Application, name: str, form) -> HttpResponse:
    """The screen of a move. A letter is shown as it will arrive, and from then on was looked at."""
    letter = form["letter"].value() if "letter" in form.fields else None
    if form.is_bound and letter:
        form.data = form.data.copy()
        form.data["seen_letter"] = letter
    context = frame.standing(application) | {
        "step": MOVES[name],
        "form": form,
        "letter": emails.decline_preview(application, letter) if letter else None,
        "draft": draft(application) if name == "accept" else None,
        "back": frame.address("change", application.pk),
    }
    return frame.screen(request, "move", context)


def where_next(request: HttpRequest, application: Application, made) -> str:
    """The draft that was made, else the application, else the inbox it has left."""
    if made is None:
        return frame.address("changelist")
    is_member = isinstance(made, Organisation | Person)
    if is_member and request.user.has_perm(f"members.change_{made._meta.model_name}"):
        return frame.form_address(made)
    return frame.address("change", application.pk)
