"""The ways an application can go: from which state to which, moved by whom. `joining.process` goes
them; whatever is not in this table cannot happen."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from joining import readers
from joining.models import Application, Move, Vote
from network import dates, languages
from network.models import Network

State, Actor = Application.State, Move.Actor


class Refused(Exception):  # noqa: N818 - an answer to a person, not a fault
    """A move that cannot be made now; its words tell the person who tried why."""


@dataclass(frozen=True)
class Step:
    """One way. Those of the desk carry the words of their button, what pressing it will do, and
    what must be written for it: a note, a question, a letter."""

    sources: tuple[State, ...]
    target: State | None
    actor: Actor
    label: Promise | str = ""
    effect: Promise | str = ""
    needs: str = ""


OPEN = (State.RECEIVED, State.SCREENING, State.NEEDS_INFO, State.REVIEW)

MOVES = {
    "confirm": Step((State.UNVERIFIED,), State.RECEIVED, Actor.APPLICANT),
    "suspect": Step((State.UNVERIFIED,), State.QUARANTINE, Actor.CLOCK),
    "fold": Step((State.UNVERIFIED,), State.LAPSED, Actor.CLOCK),
    "take": Step(
        (State.RECEIVED, State.SCREENING),
        State.SCREENING,
        Actor.DESK,
        gettext_lazy("Take it in hand"),
        gettext_lazy("You are named as the one who looks after it. No letter is sent."),
    ),
    "ask": Step(
        (State.SCREENING,),
        State.NEEDS_INFO,
        Actor.DESK,
        gettext_lazy("Ask the applicant"),
        gettext_lazy(
            "The applicant gets your question by letter and can change the answers that you "
            "choose. Reminders go after 7 and 21 days; after 30 days without an answer the "
            "application is closed."
        ),
        needs="question",
    ),
    "answer": Step((State.NEEDS_INFO,), State.SCREENING, Actor.APPLICANT),
    "go_on": Step(
        (State.NEEDS_INFO,),
        State.SCREENING,
        Actor.DESK,
        gettext_lazy("Go on without an answer"),
        gettext_lazy("The question is withdrawn. No letter is sent."),
    ),
    "lapse": Step((State.NEEDS_INFO,), State.LAPSED, Actor.CLOCK),
    "put_to_vote": Step(
        (State.SCREENING,),
        State.REVIEW,
        Actor.DESK,
        gettext_lazy("Put it to the vote"),
        gettext_lazy("The reviewers get a letter and can vote."),
    ),
    "take_back": Step(
        (State.REVIEW,),
        State.SCREENING,
        Actor.DESK,
        gettext_lazy("Take it back from the vote"),
        gettext_lazy("It is being checked again. Votes already cast are kept."),
        needs="note",
    ),
    "accept": Step(
        (State.REVIEW,),
        State.ACCEPTED,
        Actor.DESK,
        gettext_lazy("Accept"),
        gettext_lazy(
            "The answers become a member, not yet public. The applicant gets a letter of welcome "
            "with the link for signing."
        ),
        needs="note",
    ),
    "decline": Step(
        (State.REVIEW,),
        State.DECLINED,
        Actor.DESK,
        gettext_lazy("Decline"),
        gettext_lazy("You read and change the letter before it goes to the applicant."),
        needs="letter",
    ),
    "set_apart": Step(
        (State.RECEIVED, State.SCREENING),
        State.QUARANTINE,
        Actor.DESK,
        gettext_lazy("Set it apart"),
        gettext_lazy(
            "It leaves the inbox and is erased after 30 days. The applicant hears nothing."
        ),
        needs="note",
    ),
    "release": Step(
        (State.QUARANTINE,),
        State.RECEIVED,
        Actor.DESK,
        gettext_lazy("Put it into the inbox"),
        gettext_lazy("It is treated like any other; the applicant gets the letter of receipt."),
    ),
    "drop": Step(
        (State.QUARANTINE,),
        None,
        Actor.DESK,
        gettext_lazy("Erase it"),
        gettext_lazy("It is erased at once and for good. The applicant hears nothing."),
    ),
    "reopen": Step(
        (State.LAPSED,),
        State.RECEIVED,
        Actor.DESK,
        gettext_lazy("Open it again"),
        gettext_lazy("It returns to the inbox; the applicant gets a letter of receipt."),
    ),
    "withdraw": Step((State.UNVERIFIED, State.QUARANTINE, *OPEN), State.WITHDRAWN, Actor.APPLICANT),
}


@dataclass(frozen=True)
class Choice:
    """A button: one move that somebody of the desk may make now, or why not yet."""

    name: str
    label: str
    effect: str
    needs: str
    obstacle: str = ""


def next_moves(application: Application, user) -> list[Choice]:
    """What somebody of the desk can do with an application as it stands."""
    if not readers.may(user, "decide"):
        return []
    return [
        Choice(
            name, str(step.label), str(step.effect), step.needs, _obstacle(name, application, user)
        )
        for name, step in MOVES.items()
        if step.actor == Actor.DESK
        and application.state in step.sources
        and not (name == "take" and is_in_hand(application, user))
    ]


def enter(
    name: str, application: Application, *, by=None, seen_state: str | None = None
) -> Application:
    """The application as it is, locked, when the move can be made. Raises Refused.

    To be called in a transaction. `seen_state` is what the person who moves it saw.
    """
    step = MOVES[name]
    locked = lock(application)
    if step.actor == Actor.DESK and not readers.may(by, "decide"):
        raise Refused(_("Only coordinators can do this."))
    if locked.state not in step.sources or seen_state not in (None, locked.state):
        raise Refused(_meanwhile(locked, step.actor))
    if obstacle := _obstacle(name, locked, by):
        raise Refused(obstacle)
    return locked


def go(name: str, application: Application, *, by=None, note: str = "", **changes) -> Move:
    """Change the state of an application that was entered, and write it into its log."""
    step, came_from = MOVES[name], application.state
    if came_from != step.target:
        changes |= {"state": step.target, "state_since": timezone.now()}
    for field, value in changes.items():
        setattr(application, field, value)
    application.save(update_fields=list(changes))
    return Move.objects.create(
        application=application,
        actor=step.actor,
        by=by,
        from_state=came_from,
        to_state=step.target,
        note=note,
    )


def log(application: Application, note: str, *, actor: str = Actor.CLOCK, by=None) -> Move:
    """A line in the log of an application that stays where it is."""
    return Move.objects.create(
        application=application,
        actor=actor,
        by=by,
        from_state=application.state,
        to_state=application.state,
        note=note,
    )


def for_the_log(words: str, **values: object) -> str:
    """The log is read at the desk, whatever language the applicant's pages are in. `words` is
    marked with `gettext_noop`; lazy `values` are said in the same language."""
    with override(languages.codes()[0]):
        return _(words).format(**values)


def lock(application: Application) -> Application:
    locked = Application.objects.select_for_update().filter(pk=application.pk).first()
    if locked is None:
        raise Refused(_("This application has been erased meanwhile."))
    return locked


def is_in_hand(application: Application, user) -> bool:
    return application.state == State.SCREENING and application.handler_id == user.pk


def _meanwhile(application: Application, actor: Actor) -> str:
    """What happened since the person looked. Applicants are told no names and no states."""
    if actor != Actor.DESK:
        return _(
            "Your application has moved on meanwhile, so this could not be done. Look at its page "
            "again."
        )
    said = _("This was not done: the application has moved on. State: {state}").format(
        state=application.get_state_display()
    )
    last = application.moves.select_related("by").last()
    return f"{said} · {_who_and_when(last)}" if last else said


def _who_and_when(move: Move) -> str:
    by = move.by and (move.by.get_full_name() or move.by.get_username())
    when = dates.formatted(timezone.localtime(move.at), "DATETIME_FORMAT")
    return f"{by or move.get_actor_display()} · {when}"


def _obstacle(name: str, application: Application, by) -> str:
    """Why a move of the desk must wait although the state allows it; empty when it need not."""
    if name == "take" and is_in_hand(application, by):
        return _("You have this application in hand already.")
    return obstacle_to_decision(application, by) if name in ("accept", "decline") else ""


def obstacle_to_decision(application: Application, by) -> str:
    """Who decides has no interest in it, and enough reviewers have voted for or against: which way
    is for the desk to weigh. An abstention is no vote to decide by."""
    votes = application.votes.all()
    if any(vote.has_conflict and vote.reviewer_id == by.pk for vote in votes):
        return _("You declared a conflict of interest, so somebody else must decide.")
    cast = sum(vote.choice in (Vote.Choice.FOR, Vote.Choice.AGAINST) for vote in votes)
    missing = Network.objects.current().votes_needed - cast
    if missing > 0:
        return ngettext(
            "{number} more vote for or against is needed first.",
            "{number} more votes for or against are needed first.",
            missing,
        ).format(number=missing)
    return ""
