"""What a reader may see of the votes on an application.

Nobody learns how others voted before voting, so that each vote is a reviewer's own. How many have
voted is no secret. Who declared a conflict of interest sees everything; so does who decides, once
there are votes enough to decide by.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from joining import readers
from joining.models import Application, Vote
from network.models import Network

State = Application.State

# An abstention is a vote that decides nothing.
DECIDING = (Vote.Choice.FOR, Vote.Choice.AGAINST)


@dataclass(frozen=True)
class Ballot:
    """The votes on one application as one reader may see them."""

    votes: list[Vote]
    needed: int
    own: Vote | None
    decides: bool
    is_open: bool

    @property
    def cast(self) -> list[Vote]:
        """The votes by which it can be decided."""
        return [vote for vote in self.votes if vote.choice in DECIDING]

    @property
    def shows_others(self) -> bool:
        enough = len(self.cast) >= self.needed
        return bool(self.own or not self.is_open or (self.decides and enough))

    @property
    def shown(self) -> list[Vote]:
        return self.votes if self.shows_others else []

    @property
    def are_hidden(self) -> bool:
        return bool(self.votes) and not self.shows_others

    @property
    def standing(self) -> str:
        """ "1 of 2 votes"; that number tells nothing about what anybody voted."""
        words = ngettext("{cast} of {n} vote needed", "{cast} of {n} votes needed", self.needed)
        return words.format(cast=len(self.cast), n=self.needed)

    @property
    def tally(self) -> str:
        """ "for 2, against 0, abstentions 1" """
        number = Counter(vote.choice for vote in self.votes)
        return _("For {f}, against {a}, abstentions {n}").format(
            f=number[Vote.Choice.FOR],
            a=number[Vote.Choice.AGAINST],
            n=number[Vote.Choice.ABSTAIN],
        )


def ballot(application: Application, user) -> Ballot | None:
    """The votes on an application for a reader; None before anybody was asked to vote."""
    votes = list(application.votes.select_related("reviewer"))
    is_open = application.state == State.REVIEW
    if not votes and not is_open:
        return None
    return Ballot(
        votes=votes,
        needed=Network.objects.current().votes_needed,
        own=next((vote for vote in votes if vote.reviewer_id == user.pk), None),
        decides=readers.may(user, "decide"),
        is_open=is_open,
    )
