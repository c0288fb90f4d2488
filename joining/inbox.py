"""The piles of the inbox: which applications wait for whom, the longest waiting first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from joining import duplicates, readers
from joining.models import Application, Vote
from members import same_name
from members.models import Organisation
from network import languages, text

State = Application.State

# How many names one search opens: it takes half a second at most.
MOST_SCANNED = 5_000

# Where it is the desk's turn.
WAITING = (State.RECEIVED, State.SCREENING, State.REVIEW)
# What a list shows. All the rest is encrypted and stays closed until somebody opens it.
LISTED = (
    "reference",
    "applicant",
    *languages.columns("name"),
    "state",
    "state_since",
    "sent_at",
    "erased_at",
    "handler",
)


@dataclass(frozen=True)
class Pile:
    """Applications that somebody wants to see together."""

    name: str
    label: Promise
    states: tuple[str, ...]
    # What about the reader decides, beside the state.
    narrowed: Callable[[QuerySet, object], QuerySet] | None = None
    newest_first: bool = False

    def of(self, user) -> QuerySet[Application]:
        found = readers.readable(user).filter(state__in=self.states)
        if self.narrowed:
            found = self.narrowed(found, user)
        if self.newest_first:
            return found.order_by("-state_since", "pk")
        # Nothing that looks like a raid stands before anybody, however long it has waited.
        return found.order_by("hostility", "state_since", "pk")


def in_hand(found: QuerySet, user) -> QuerySet:
    return found.filter(handler=user)


def without_vote(found: QuerySet, user) -> QuerySet:
    return found.exclude(Exists(Vote.objects.filter(application=OuterRef("pk"), reviewer=user)))


def with_vote(found: QuerySet, user) -> QuerySet:
    return found.filter(Exists(Vote.objects.filter(application=OuterRef("pk"), reviewer=user)))


OPEN = (*WAITING, State.NEEDS_INFO)
WAITS = Pile("waiting", _("waiting for us"), WAITING)
MINE = Pile("mine", _("mine"), OPEN, in_hand)
TO_VOTE = Pile("to-vote", _("to vote on"), (State.REVIEW,), without_vote)
VOTED = Pile("voted", _("voted on"), (*OPEN, *Application.CLOSED), with_vote, newest_first=True)
BY_STATE = tuple(Pile(state.value, state.label, (state,)) for state in OPEN)
CLOSED = Pile(
    "closed", pgettext_lazy("applications", "closed"), Application.CLOSED, newest_first=True
)
APART = Pile(State.QUARANTINE.value, _("set apart"), (State.QUARANTINE,), newest_first=True)


def piles(user) -> list[Pile]:
    """What a user chooses from; the first is what the inbox opens with."""
    voting = [TO_VOTE] if readers.may(user, "vote") else []
    if readers.may(user, "decide"):
        return [WAITS, MINE, *voting, *BY_STATE, CLOSED, APART]
    return [*voting, VOTED]


def counts(user) -> dict[str, int]:
    """How many lie on each pile that a user chooses from. Shape: name of the pile -> number."""
    rows = Application.objects.values("state").annotate(number=Count("pk")).order_by()
    by_state = {row["state"]: row["number"] for row in rows}
    return {
        pile.name: pile.of(user).count()
        if pile.narrowed
        else sum(by_state.get(state, 0) for state in pile.states)
        for pile in piles(user)
    }


def overview(user) -> Iterator[tuple[Pile, str]]:
    """The piles for the first page of the desk that are not empty. Shape: pile, what lies there."""
    for pile in piles(user):
        if pile not in (WAITS, MINE, TO_VOTE, APART):
            continue
        found = pile.of(user).order_by().aggregate(number=Count("pk"), since=Min("state_since"))
        if found["number"]:
            yield pile, how_many(pile, found["number"], found["since"])


def how_many(pile: Pile, number: int, since: datetime) -> str:
    """ "3, the longest for 12 days"; how long a raid has lain there tells nothing."""
    days = days_since(since)
    if pile == APART or not days:
        return str(number)
    words = ngettext(
        "{number}, the longest for {n} day", "{number}, the longest for {n} days", days
    )
    return words.format(number=number, n=days)


@dataclass(frozen=True)
class Found:
    """What a search found, and whether it opened the names of a part of the applications only."""

    applications: QuerySet[Application]
    is_partial: bool


def search(user, pile: Pile, words: str) -> Found:
    """The applications whose name or reference has these words, or that came from this address;
    what is set apart only when that is searched, so that a raid does not bury the rest.

    The names are encrypted: those of the newest `MOST_SCANNED` are opened and looked through. An
    older one is found by its whole name, its address or its reference.
    """
    states = pile.states if pile == APART else (*OPEN, *Application.CLOSED)
    searched = readers.readable(user).filter(state__in=states).order_by("-sent_at", "-pk")
    words = text.clean_line(words)
    newest = list(searched.values_list("pk", *languages.columns("name"))[: MOST_SCANNED + 1])
    wanted = Q(reference__istartswith=words) | Q(pk__in=_named(newest[:MOST_SCANNED], words))
    said = {languages.columns("name")[0]: words, "email": words if "@" in words else ""}
    for column, value in duplicates.traces(said).items():
        if value:
            wanted |= Q(**{column: value})
    return Found(searched.filter(wanted), is_partial=len(newest) > MOST_SCANNED)


def _named(rows: list[tuple], words: str) -> list[int]:
    """The numbers of those whose name has these words, in whatever case. Shape of a row: number,
    names."""
    wanted = words.casefold()
    return [pk for pk, *names in rows if any(wanted in name.casefold() for name in names)]


def days_since(moment: datetime) -> int:
    return (timezone.now() - moment).days


def other_applications(application: Application) -> QuerySet[Application]:
    """Other applications of the same name or from the same address, the newest first."""
    alike = Q()
    for column in ("name_hash", "email_hash"):
        if key := getattr(application, column):
            alike |= Q(**{column: key})
    if not alike:
        return Application.objects.none()
    found = Application.objects.filter(alike).exclude(pk=application.pk)
    return found.exclude(state=State.UNVERIFIED).only(*LISTED).order_by("-sent_at")


def organisations_alike(application: Application) -> list[Organisation]:
    """Organisations of the same name, whichever of their names it is."""
    wanted = same_name.keys(
        filter(None, (getattr(application, c) for c in languages.columns("name")))
    )
    columns = ("pk", *languages.columns("name"), "abbreviation", "other_names")
    every = Organisation.objects.only(*columns) if wanted else ()
    return [one for one in every if wanted.keys() & same_name.keys(same_name.names_of(one)).keys()]
