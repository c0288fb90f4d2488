"""What the desk does with an application, and the clock where nobody does anything."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from joining import announcing, emails, readers, retention, welcoming
from joining.models import Access, Application, Move, Note, Vote
from joining.moves import Refused, enter, for_the_log, go, lock, log
from joining.process.applicants import welcome_to_the_inbox
from members.models import Organisation, Person
from network import erasures
from network.storage import NotKept

A_DAY = timedelta(days=1)
NEW_LINKS_A_DAY = 3

NO_ROOM = gettext_lazy(
    "The logo could not be kept: the disk of the server may be full. Nothing was changed and no "
    "e-mail was written. Tell whoever looks after the server, and accept it again later."
)


@transaction.atomic
def take(application: Application, by, *, seen_state: str | None = None) -> Application:
    """Look after an application from now on; also one that a colleague has in hand."""
    application = enter("take", application, by=by, seen_state=seen_state)
    go("take", application, by=by, handler=by)
    return application


@transaction.atomic
def ask(
    application: Application,
    by,
    question: str,
    fields: Iterable[str],
    *,
    seen_state: str | None = None,
) -> Application:
    """Ask the applicant, who may change the answers to `fields` (names of Application, topics and
    references included) and no others."""
    if not question.strip():
        raise Refused(_("Write what you want to ask."))
    application = enter("ask", application, by=by, seen_state=seen_state)
    move = go(
        "ask",
        application,
        by=by,
        note=question,
        question=question,
        asked_fields=list(fields),
        reminded_after=0,
        handler=application.handler or by,
    )
    emails.question(application, move)
    return application


@transaction.atomic
def go_on(application: Application, by, *, seen_state: str | None = None) -> Application:
    """Stop waiting for an answer and check on."""
    application = enter("go_on", application, by=by, seen_state=seen_state)
    go("go_on", application, by=by, question="", asked_fields=[])
    return application


@transaction.atomic
def lapse(application: Application) -> Application:
    """Close an application whose question was never answered."""
    application = enter("lapse", application)
    go("lapse", application)
    emails.lapsed(application)
    return application


@transaction.atomic
def put_to_vote(application: Application, by, *, seen_state: str | None = None) -> Application:
    application = enter("put_to_vote", application, by=by, seen_state=seen_state)
    move = go("put_to_vote", application, by=by, handler=application.handler or by)
    emails.to_reviewers(application, move)
    return application


@transaction.atomic
def take_back(
    application: Application, by, note: str = "", *, seen_state: str | None = None
) -> Application:
    """Back from the vote, because something must be asked first."""
    application = enter("take_back", application, by=by, seen_state=seen_state)
    go("take_back", application, by=by, note=note)
    return application


@transaction.atomic
def vote(
    application: Application,
    by,
    choice: str = "",
    remark: str = "",
    has_conflict: bool = False,
) -> Vote:
    """Vote, vote otherwise, or declare a conflict of interest, which cannot be taken back."""
    application = lock(application)
    if not readers.may(by, "vote"):
        raise Refused(_("Only reviewers vote."))
    if application.state != Application.State.REVIEW:
        raise Refused(_("This application is not, or no longer, put to the vote."))
    if not has_conflict and choice not in Vote.Choice.values:
        raise Refused(_("Choose how you vote."))
    if not has_conflict and application.votes.filter(reviewer=by, has_conflict=True).exists():
        raise Refused(_("You declared a conflict of interest, so you do not vote."))
    given = {"choice": "" if has_conflict else choice, "remark": remark}
    vote, _is_new = application.votes.update_or_create(
        reviewer=by, defaults=given | {"has_conflict": has_conflict}
    )
    return vote


@transaction.atomic
def note(application: Application, by, text: str) -> Note:
    """Tell the other readers of an application something about it."""
    application = lock(application)
    if not readers.readable(by).filter(pk=application.pk).exists():
        raise Refused(_("You cannot read this application now."))
    if not text.strip():
        raise Refused(_("Write something first."))
    return application.notes.create(author=by, text=text)


@transaction.atomic
def send_new_link(application: Application, by) -> Application:
    """Write to the applicant with a new link to their page; those sent before end at once."""
    application = lock(application)
    if not may_send_link(application, by):
        raise Refused(_("As the application stands, this cannot be done."))
    if emails.new_links_since(application, timezone.now() - A_DAY) >= NEW_LINKS_A_DAY:
        raise Refused(_("Enough new links have been sent today. Please try again tomorrow."))
    application.link_number += 1
    application.save(update_fields=["link_number"])
    erasures.note("end links", application, detail=str(application.link_number))
    said = for_the_log(gettext_noop("A new link was sent; the earlier ones no longer work."))
    log(application, said, actor=Move.Actor.DESK, by=by)
    emails.new_link(application)
    return application


def may_send_link(application: Application, user) -> bool:
    """Whoever was set apart hears nothing, and of what is erased there is no page."""
    hidden = (Application.State.UNVERIFIED, Application.State.QUARANTINE)
    is_there = application.state not in hidden and bool(application.email)
    return is_there and readers.may(user, "decide")


@transaction.atomic
def accept(
    application: Application, by, note: str = "", *, seen_state: str | None = None
) -> Organisation | Person:
    """Make a member of an application. It is returned as a draft: nothing of it is public."""
    application = enter("accept", application, by=by, seen_state=seen_state)
    member = welcoming.make_member(application)
    became = {"organisation" if isinstance(member, Organisation) else "person": member}
    go("accept", application, by=by, note=note, decided_at=timezone.now(), **became)
    emails.accepted(application, member)
    if isinstance(member, Organisation):
        try:
            welcoming.take_over_logo(application, member)
        except NotKept as error:
            raise Refused(str(NO_ROOM)) from error
    return member


@transaction.atomic
def decline(
    application: Application, by, letter: str, *, seen_state: str | None = None
) -> Application:
    """Decline, with the letter as somebody has read and changed it (`emails.decline_draft`)."""
    if not letter.strip():
        raise Refused(_("Write the letter to the applicant."))
    application = enter("decline", application, by=by, seen_state=seen_state)
    go("decline", application, by=by, note=letter, decided_at=timezone.now())
    emails.declined(application, letter)
    return application


@transaction.atomic
def set_apart(
    application: Application, by, note: str, *, seen_state: str | None = None
) -> Application:
    """Out of the inbox, because it is no application but an attack."""
    application = enter("set_apart", application, by=by, seen_state=seen_state)
    go("set_apart", application, by=by, note=note, handler=None)
    return application


@transaction.atomic
def release(application: Application, by, *, seen_state: str | None = None) -> Application:
    """What was set apart is an application after all."""
    announcing.queue()
    application = enter("release", application, by=by, seen_state=seen_state)
    go("release", application, by=by)
    welcome_to_the_inbox(application)
    return application


@transaction.atomic
def drop(application: Application, by, *, seen_state: str | None = None) -> None:
    """Erase at once what was set apart. That it was done, and by whom, is remembered."""
    application = enter("drop", application, by=by, seen_state=seen_state)
    Access.objects.create(kind=Access.Kind.ERASED, reference=application.reference, by=by)
    retention.erase_at_once(application)


@transaction.atomic
def reopen(application: Application, by, *, seen_state: str | None = None) -> Application:
    """What was closed without a decision is looked at after all."""
    announcing.queue()
    application = enter("reopen", application, by=by, seen_state=seen_state)
    go("reopen", application, by=by, question="", asked_fields=[])
    welcome_to_the_inbox(application)
    return application
