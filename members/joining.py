"""How an application becomes a member: the only place where one changes its state.

Each verb is one transaction: it locks the application, checks that the table of `members.moves`
allows the move, changes, writes the log and posts the letters. Who comes second is told by
`Refused`. All return the application as it now is; the one given is left as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from members import announcing, duplicates, emails, hostility, readers, retention, welcoming
from members.models import (
    Access,
    Agreement,
    Application,
    ApplicationFile,
    Consent,
    ConsentText,
    Draft,
    Move,
    Note,
    Organisation,
    Person,
    Reference,
    Support,
    Vote,
)
from members.moves import MOVES, Choice, Refused, Step, enter, go, lock, next_moves
from network import languages
from network.models import Topic

__all__ = ["MOVES", "Answers", "Choice", "Refused", "Step", "next_moves"]

State = Application.State


@dataclass(frozen=True)
class Answers:
    """What a form says when it is sent, cleaned."""

    # Columns of Application, those of each language included; `topics` and `references` apart.
    values: dict[str, object]
    topics: Iterable[Topic] = ()
    # Shape of each: name, organisation, email.
    references: Iterable[dict[str, str]] = ()
    # Each box: the words that stood beside it, whether it was ticked, and when.
    consents: Iterable[tuple[ConsentText, bool, datetime]] = ()
    supports: Iterable[Agreement] = ()
    # Signs of a raid that only the form can see; see `members.hostility`.
    suspicion: int = 0


@transaction.atomic
def submit(draft: Draft, answers: Answers) -> Application:
    """Take in a form, and ask by letter whether the address is right. The second press of a button
    waits for the first and finds the same application."""
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    values = {"language": draft.language} | answers.values
    traces = duplicates.traces(values)
    points = answers.suspicion + hostility.score(values, traces["email_hash"])
    application, is_new = Application.objects.get_or_create(
        form_hash=draft.token_hash,
        defaults=values | traces | {"applicant": draft.applicant, "hostility": points},
    )
    if is_new:
        _keep(application, answers)
        ApplicationFile.objects.filter(draft=draft).update(application=application, draft=None)
        Draft.objects.filter(pk=draft.pk).delete()
        Move.objects.create(
            application=application, actor=Move.Actor.APPLICANT, to_state=application.state
        )
        emails.confirm(application)
    return application


def _keep(application: Application, answers: Answers) -> None:
    """What belongs to an application in tables of its own."""
    application.topics.set(answers.topics)
    _keep_references(application, answers.references)
    Consent.objects.bulk_create(
        Consent(application=application, purpose=text.purpose, text=text, is_given=is_given, at=at)
        for text, is_given, at in answers.consents
    )
    Support.objects.bulk_create(
        Support(application=application, agreement=agreement) for agreement in answers.supports
    )


def _keep_references(application: Application, references: Iterable[dict[str, str]]) -> None:
    Reference.objects.bulk_create(
        Reference(application=application, **reference) for reference in references
    )


@transaction.atomic
def confirm(application: Application) -> Application:
    """The address is right: people may see the application. Doing it again changes nothing.

    One that looks like a raid is set apart. A second one from the same mailbox is closed, and a
    letter says that the first is open. One with the same name from elsewhere is set apart without
    a word: otherwise anybody could find out who has applied.
    """
    announcing.queue()
    application = lock(application)
    if application.state != State.UNVERIFIED:
        return application
    if retention.is_too_late_to_confirm(application):
        raise Refused(_("This link has expired. Please apply again; nothing was kept."))
    if twin := duplicates.open_from_mailbox(application):
        _fold(application, twin)
    elif namesake := duplicates.open_under_name(application):
        go(
            "suspect",
            application,
            note=_words_for_the_log(gettext_noop("Same name as {}"), namesake),
        )
        _log_on(
            namesake,
            _words_for_the_log(gettext_noop("Same name from another address: {}"), application),
        )
        emails.received(application)
    elif application.hostility >= hostility.QUARANTINE_FROM:
        go("suspect", application, note=str(application.hostility))
    else:
        go("confirm", application)
        _welcome_to_the_inbox(application)
    return application


def _fold(application: Application, twin: Application) -> None:
    go("fold", application, note=_words_for_the_log(gettext_noop("Already open: {}"), twin))
    _log_on(twin, _words_for_the_log(gettext_noop("Sent once more: {}"), application))
    emails.already_open(application, twin)


def _log_on(application: Application, note: str) -> None:
    """A line in the log of an application that stays where it is."""
    state = application.state
    Move.objects.create(
        application=application,
        actor=Move.Actor.CLOCK,
        from_state=state,
        to_state=state,
        note=note,
    )


def _welcome_to_the_inbox(application: Application) -> None:
    emails.received(application)
    announcing.announce()


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
def answer(
    application: Application,
    values: dict[str, object],
    *,
    remark: str = "",
    seen_state: str | None = None,
) -> Application:
    """The applicant's reply: new answers to what was asked, a remark, or both. `values` as in
    `Answers`, with topics and references among them."""
    application = enter("answer", application, seen_state=seen_state)
    if not set(values) <= _changeable(application):
        raise Refused(
            _("Meanwhile you are asked something else. Look at the question again, please.")
        )
    values = dict(values)
    if "topics" in values:
        application.topics.set(values.pop("topics"))
    if "references" in values:
        application.references.all().delete()
        _keep_references(application, values.pop("references"))
    traces = duplicates.traces({**vars(application), **values})
    changes = {"question": "", "asked_fields": []} | values | traces
    move = go("answer", application, note=remark, **changes)
    emails.answered(application, move)
    return application


def _changeable(application: Application) -> set[str]:
    """The columns of the asked fields, in all languages."""
    translated = {name for name in application.asked_fields if _is_translated(name)}
    columns = {column for name in translated for column in languages.columns(name)}
    return {*application.asked_fields} - translated | columns


def _is_translated(name: str) -> bool:
    return hasattr(Application, languages.columns(name)[0])


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
    if application.state != State.REVIEW:
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
        welcoming.take_over_logo(application, member)
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
    _welcome_to_the_inbox(application)
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
    _welcome_to_the_inbox(application)
    return application


@transaction.atomic
def withdraw(application: Application, *, seen_state: str | None = None) -> Application:
    """The applicant takes the application back, at any time before the decision."""
    application = enter("withdraw", application, seen_state=seen_state)
    is_confirmed = application.state != State.UNVERIFIED
    go("withdraw", application, question="", asked_fields=[])
    if is_confirmed:
        emails.withdrawn(application)
    return application


def _words_for_the_log(words: str, other: Application) -> str:
    """The log is read at the desk, whatever language the applicant's pages are in."""
    with override(languages.codes()[0]):
        return _(words).format(other.reference)
