"""The page of one application, and what is done on it: votes, notes, files, e-mails."""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.admin.permissions import authenticated_user
from cms.encryption.age_files import BrokenFileError
from cms.i18n.account_names import account_name
from joining.admin import transitions
from joining.admin.forms import NoteForm, VoteForm
from joining.admin.page_rendering import (
    applicant_name,
    get_application,
    header_context,
    member_url,
    page_url,
    render_page,
)
from joining.form.questions import FormPage, answered_pages
from joining.models import Application, ApplicationFile, ApplicationLogEntry, Note, Vote
from joining.privacy import permissions
from joining.review import inbox, referees, staff_actions, votes
from joining.review.referee_matching import match_referees
from joining.review.transitions import RefusedError
from joining.review.votes import VoteSummary

log = logging.getLogger(__name__)

State = Application.State

# The headings of the form speak to the applicant, these about the applicant.
HEADINGS = {
    FormPage.START: gettext_lazy("Age"),
    FormPage.APPLICANT: gettext_lazy("About the applicant"),
    FormPage.REASONS: gettext_lazy("About joining"),
    FormPage.SUBMIT: gettext_lazy("Publication"),
}


@require_safe
def view_application(request: HttpRequest, pk: int) -> HttpResponse:
    return application_page(request, get_application(request, pk))


def application_page(
    request: HttpRequest,
    application: Application,
    *,
    invalid_vote: VoteForm | None = None,
    invalid_note: NoteForm | None = None,
) -> HttpResponse:
    user = authenticated_user(request)
    context = {
        "buttons": transitions.transition_buttons(application, user),
        "answers": [(HEADINGS[one.page], one.questions) for one in answered_pages(application)],
        "is_suspect": application.state == State.QUARANTINE or application.spam_score > 0,
        "referees": list(referee_rows(application, user)),
        "may_ask_referees": bool(referees.referees_to_ask(application, user)),
        "may_send_link": staff_actions.may_send_link(application, user),
        "files": application.files.all(),
        "consents": application.consents.select_related("text"),
        "endorsements": application.endorsements.select_related("agreement"),
        "notes": with_names(application.notes.select_related("author"), "author"),
        "note_form": invalid_note or NoteForm(),
        "duplicates": list(duplicate_rows(application, user)),
        "log": [(actor_name(one), one) for one in application.log.select_related("by")],
    }
    context |= header_context(application) | vote_context(application, user, invalid_vote)
    return render_page(request, "application/page", context)


def vote_context(application: Application, user: User, invalid_vote: VoteForm | None) -> dict:
    summary = votes.summarise_votes(application, user)
    return {
        "vote_summary": summary,
        "votes": with_names(summary.visible_votes, "reviewer") if summary else [],
        "vote_form": invalid_vote or vote_form(application, summary, user),
    }


def with_names(rows: Iterable[Vote | Note], user_field: str) -> list[tuple[str, Vote | Note]]:
    return [(account_name(getattr(row, user_field)), row) for row in rows]


def vote_form(application: Application, summary: VoteSummary | None, user: User) -> VoteForm | None:
    if application.state != State.VOTING or not permissions.may_vote_on_applications(user):
        return None
    own = summary.own_vote if summary else None
    return None if own and own.has_conflict else VoteForm(instance=own)


def duplicate_rows(application: Application, user: User) -> Iterator[dict]:
    if not permissions.may_decide_on_applications(user):
        return
    for other in inbox.possible_duplicates_of(application):
        yield {
            "name": applicant_name(other),
            "url": page_url("change", other.pk),
            "note": f"{other.reference} · {other.get_state_display()}",
        }
    for organisation in inbox.similar_organisations(application):
        yield {
            "name": str(organisation),
            "url": member_url(organisation),
            "note": organisation._meta.verbose_name,
        }


def referee_rows(application: Application, user: User) -> Iterator[dict]:
    """Which referees are members is shown to coordinators only."""
    may_know = permissions.may_decide_on_applications(user)
    for one in match_referees(application):
        found = one.member if may_know else None
        yield {
            "referee": one.referee,
            "member": str(found) if found else "",
            "url": member_url(found) if found else "",
            "is_confirmed_match": one.is_confirmed_match,
            "is_applicant": one.is_applicant,
            "has_email": bool(one.email),
        }


def actor_name(entry: ApplicationLogEntry) -> str:
    return account_name(entry.by) if entry.by else capfirst(entry.get_actor_display())


@require_POST
def cast_vote(request: HttpRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return application_page(request, application, invalid_vote=form)
    message = (
        _("Your conflict of interest is noted.")
        if form.cleaned_data["has_conflict"]
        else _("Your vote has been recorded.")
    )
    return run_and_redirect(request, application, message, votes.cast_vote, **form.cleaned_data)


@require_POST
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return application_page(request, application, invalid_note=form)
    text = form.cleaned_data["text"]
    return run_and_redirect(
        request, application, _("Note added."), staff_actions.add_note, text=text
    )


@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    message = _("A new link is on its way.")
    return run_and_redirect(request, application, message, staff_actions.send_new_link)


@require_POST
def ask_referees(request: HttpRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    return run_and_redirect(
        request, application, _("The e-mails are on their way."), referees.ask_referees
    )


def run_and_redirect(
    request: HttpRequest,
    application: Application,
    success_message: str,
    action: Callable[..., object],
    **kwargs: object,
) -> HttpResponse:
    try:
        action(application, by=request.user, **kwargs)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, success_message)
    return redirect(page_url("change", application.pk))


@require_safe
def download_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Sent so that browsers store the file of a stranger and never show it."""
    application = get_application(request, pk)
    found = get_object_or_404(application.files, pk=file)
    if not can_be_read(found):
        return unreadable_page(request, application, found)
    response = FileResponse(found.file.open(), as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def can_be_read(found: ApplicationFile) -> bool:
    """Reads the whole file, because a response that has begun can only be cut off."""
    try:
        with found.file.storage.open(str(found.file)) as opened:
            for _chunk in opened.chunks():
                pass
    except (BrokenFileError, OSError):
        log.exception("A file of an application cannot be read.")
        return False
    return True


def unreadable_page(
    request: HttpRequest, application: Application, found: ApplicationFile
) -> HttpResponse:
    context = {
        "title": _("This file cannot be opened"),
        "application": application,
        "file": found,
        "back": page_url("change", application.pk),
    }
    response = render_page(request, "unreadable_file", context)
    response.status_code = 404
    return response
