"""Votes of reviewers: casting one, and what each reader may see of the others.

Nobody learns how others voted before voting, so that each vote is a reviewer's own. How many have
voted is shown. A reviewer with a conflict of interest sees everything; so does a coordinator, once
there are enough votes to decide.
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from joining.models import Application, Vote
from joining.privacy import permissions
from joining.review.transitions import RefusedError, lock_application
from network.models import Network

State = Application.State

# An abstention does not count towards the votes that are needed.
DECIDING_CHOICES = (Vote.Choice.FOR, Vote.Choice.AGAINST)


@transaction.atomic
def cast_vote(
    application: Application,
    by: User,
    choice: str = "",
    remark: str = "",
    has_conflict: bool = False,
) -> Vote:
    """Saves or changes a vote, or declares a conflict of interest, which cannot be undone."""
    application = lock_application(application)
    _check_may_vote(application, by)
    if not has_conflict and choice not in Vote.Choice.values:
        raise RefusedError(_("Choose how you vote."))
    if not has_conflict and application.votes.filter(reviewer=by, has_conflict=True).exists():
        raise RefusedError(_("You declared a conflict of interest, so you do not vote."))
    vote, _is_new = application.votes.update_or_create(
        reviewer=by,
        defaults={
            "choice": "" if has_conflict else choice,
            "remark": remark,
            "has_conflict": has_conflict,
        },
    )
    return vote


def _check_may_vote(application: Application, by: User) -> None:
    if not permissions.may_vote_on_applications(by):
        raise RefusedError(_("Only reviewers vote."))
    if application.state != State.VOTING:
        raise RefusedError(_("This application is not open for voting, or no longer is."))


def decision_blocked_reason(application: Application, by: User) -> str:
    """Why somebody cannot decide yet. Enough votes must be for or against; coordinators weigh which
    way."""
    votes = list(application.votes.all())
    if any(vote.has_conflict and vote.reviewer_id == by.pk for vote in votes):
        return _("You declared a conflict of interest, so somebody else must decide.")
    cast = sum(vote.choice in DECIDING_CHOICES for vote in votes)
    missing = Network.objects.current().votes_needed - cast
    if missing <= 0:
        return ""
    return ngettext(
        "{number} more vote for or against is needed first.",
        "{number} more votes for or against are needed first.",
        missing,
    ).format(number=missing)


@dataclass(frozen=True)
class VoteSummary:
    """The votes on an application, for a user."""

    votes: list[Vote]
    number_needed: int
    own_vote: Vote | None
    user_may_decide: bool
    is_voting_open: bool

    @property
    def deciding_votes(self) -> list[Vote]:
        return [vote for vote in self.votes if vote.choice in DECIDING_CHOICES]

    @property
    def shows_others(self) -> bool:
        is_enough = len(self.deciding_votes) >= self.number_needed
        return bool(
            self.own_vote or not self.is_voting_open or (self.user_may_decide and is_enough)
        )

    @property
    def visible_votes(self) -> list[Vote]:
        return self.votes if self.shows_others else []

    @property
    def hides_others(self) -> bool:
        return bool(self.votes) and not self.shows_others

    @property
    def progress(self) -> str:
        words = ngettext(
            "{cast} of {n} vote needed", "{cast} of {n} votes needed", self.number_needed
        )
        return words.format(cast=len(self.deciding_votes), n=self.number_needed)

    @property
    def tally(self) -> str:
        number = Counter(vote.choice for vote in self.votes)
        return _("For {f}, against {a}, abstentions {n}").format(
            f=number[Vote.Choice.FOR],
            a=number[Vote.Choice.AGAINST],
            n=number[Vote.Choice.ABSTAIN],
        )


def summarise_votes(application: Application, user: User) -> VoteSummary | None:
    votes = list(application.votes.select_related("reviewer"))
    is_voting_open = application.state == State.VOTING
    if not votes and not is_voting_open:
        return None
    return VoteSummary(
        votes=votes,
        number_needed=Network.objects.current().votes_needed,
        own_vote=next((vote for vote in votes if vote.reviewer_id == user.pk), None),
        user_may_decide=permissions.may_decide_on_applications(user),
        is_voting_open=is_voting_open,
    )
