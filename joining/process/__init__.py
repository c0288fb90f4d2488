"""How an application becomes a member: the only place where one changes its state.

Each verb is one transaction: it locks the application, checks that the table of `joining.moves`
allows the move, changes, writes the log and posts the letters. Who comes second is told by
`Refused`. All return the application as it now is; the one given is left as it was.
"""

from joining.moves import MOVES, Choice, Refused, Step, next_moves
from joining.process.applicants import Answers, answer, attach, confirm, submit, withdraw
from joining.process.desk import (
    accept,
    ask,
    decline,
    drop,
    go_on,
    lapse,
    may_send_link,
    note,
    put_to_vote,
    release,
    reopen,
    send_new_link,
    set_apart,
    take,
    take_back,
    vote,
)

__all__ = [
    "MOVES",
    "Answers",
    "Choice",
    "Refused",
    "Step",
    "accept",
    "answer",
    "ask",
    "attach",
    "confirm",
    "decline",
    "drop",
    "go_on",
    "lapse",
    "may_send_link",
    "next_moves",
    "note",
    "put_to_vote",
    "release",
    "reopen",
    "send_new_link",
    "set_apart",
    "submit",
    "take",
    "take_back",
    "vote",
    "withdraw",
]
