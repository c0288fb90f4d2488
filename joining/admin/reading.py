"""One application on one page, and what reviewers say of it there: votes and notes."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from joining import inbox, process, readers, referees
from joining.admin import frame, moving
from joining.admin.votes import NoteForm, VoteForm
from joining.ballots import Ballot, ballot
from joining.models import Application, Move
from joining.moves import Refused
from joining.questions import Step, answered

State = Application.State

# The form speaks to the applicant, the desk of the applicant.
HEADINGS = {
    Step.BEGINNING: gettext_lazy("Age"),
    Step.APPLICANT: gettext_lazy("About the applicant"),
    Step.REASONS: gettext_lazy("About joining"),
    Step.SENDING: gettext_lazy("Publication"),
}


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, frame.opened(request, pk))


def show(request: HttpRequest, application: Application, **forms) -> HttpResponse:
    """The page of an application; `forms` are those that came back with errors."""
    votes = ballot(application, request.user)
    context = {
        "buttons": moving.buttons(application, request.user),
        "answers": [(HEADINGS[one["step"]], one["answers"]) for one in answered(application)],
        "is_hostile": application.state == State.QUARANTINE or application.hostility > 0,
        "known": list(named(application, request.user)),
        "may_ask_references": bool(referees.may_be_asked(application, request.user)),
        "may_send_link": process.may_send_link(application, request.user),
        "files": application.files.all(),
        "consents": application.consents.select_related("text"),
        "supports": application.supports.select_related("agreement"),
        "ballot": votes,
        "votes": [(frame.called(vote.reviewer), vote) for vote in votes.shown] if votes else [],
        "vote_form": forms.get("vote_form") or vote_form(application, votes, request.user),
        "notes": [(frame.called(n.author), n) for n in application.notes.select_related("author")],
        "note_form": forms.get("note_form") or NoteForm(),
        "duplicates": list(duplicates(application, request.user)),
        "log": [(teller(move), move) for move in application.moves.select_related("by")],
    }
    return frame.screen(request, "application", frame.standing(application) | context)


def vote_form(application: Application, votes: Ballot | None, user) -> VoteForm | None:
    """For who may vote now: the vote cast before, to be changed, or an empty one."""
    if application.state != State.REVIEW or not readers.may(user, "vote"):
        return None
    return None if votes.own and votes.own.has_conflict else VoteForm(instance=votes.own)


def duplicates(application: Application, user) -> Iterator[dict]:
    """What may be the same applicant. Only who may read all applications is told of others."""
    if not readers.may(user, "decide"):
        return
    for other in inbox.other_applications(application):
        yield {
            "name": frame.name_of(other),
            "address": frame.address("change", other.pk),
            "note": f"{other.reference} · {other.get_state_display()}",
        }
    for organisation in inbox.organisations_alike(application):
        yield {
            "name": str(organisation),
            "address": frame.form_address(organisation),
            "note": organisation._meta.verbose_name,
        }


def named(application: Application, user) -> Iterator[dict]:
    """The references, and what they said. Who is a member is told to coordinators only."""
    may_know = readers.may(user, "decide")
    for one in referees.known(application):
        found = one.member if may_know else None
        yield {
            "reference": one.reference,
            "member": str(found) if found else "",
            "address": frame.form_address(found) if found else "",
            "is_sure": one.is_sure,
            "is_applicant": one.is_applicant,
            "has_address": bool(one.address),
        }


def teller(move: Move) -> str:
    """Who moved an application: a colleague by name, else the applicant or the clock."""
    return frame.called(move.by) if move.by else capfirst(move.get_actor_display())


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    application = frame.opened(request, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return show(request, application, vote_form=form)
    has_conflict = form.cleaned_data["has_conflict"]
    said = _("Your conflict of interest is noted.") if has_conflict else _("Your vote counts.")
    return attempt(request, application, said, process.vote, **form.cleaned_data)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    application = frame.opened(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, application, note_form=form)
    return attempt(request, application, _("Noted."), process.note, text=form.cleaned_data["text"])


@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    application = frame.opened(request, pk)
    return attempt(request, application, _("A new link is on its way."), process.send_new_link)


@require_POST
def ask_references(request: HttpRequest, pk: int) -> HttpResponse:
    application = frame.opened(request, pk)
    return attempt(request, application, _("The letters are on their way."), referees.ask)


def attempt(
    request: HttpRequest, application: Application, said: str, verb, **words
) -> HttpResponse:
    """Do it and say so, or say why it cannot be done any more; then the application as it is."""
    try:
        verb(application, by=request.user, **words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(frame.address("change", application.pk))


@require_safe
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file that came with an application, to be kept and never shown by the browser."""
    kept = get_object_or_404(frame.opened(request, pk).files, pk=file)
    response = FileResponse(kept.file.open(), as_attachment=True, filename=kept.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
