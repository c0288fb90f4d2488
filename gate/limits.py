"""How often something may be done in an hour: by one address, and by all of them.

A limit for all that anybody can use up shuts out everybody. So what addresses do again is limited,
and what an address does for the first time in an hour is not: when five hundred addresses send ten
forms each, whoever has not sent one yet still gets in. Only what passes is counted, and so nothing
that was refused takes room from others.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

from gate.models import Tally

AN_HOUR = timedelta(hours=1)

# A provider gives one customer a network of 65,536 households (/48): not all of them are new.
FIRST_FROM_SITE = 16


@dataclass(frozen=True)
class Attempt:
    """What became of an attempt. Without `is_taken` one address, or all of them, did too much."""

    is_taken: bool
    # Whether the address did it for the first time in this hour.
    is_first: bool = False
    is_own_fault: bool = False
    # How often it was done in this hour, by anybody.
    total: int = 0


def take(
    what: str, client: str, *, from_one: int, again: int, from_all: int | None = None
) -> Attempt:
    """Count an attempt of `client` if it may take place: the address has room for `from_one` an
    hour, all addresses together for `again` that are not their first, and for `from_all`."""
    number = Tally.objects.add_one(what, client, AN_HOUR)
    if number > from_one:
        return Attempt(is_taken=False, is_own_fault=True)
    is_first = number == 1 and is_new_site(what, client)
    if from_all is not None and taken_this_hour(what) >= from_all:
        return Attempt(is_taken=False, is_first=is_first)
    if not is_first and Tally.objects.add_one(f"{what}.again", "", AN_HOUR) > again:
        return Attempt(is_taken=False)
    total = Tally.objects.add_one(f"{what}.passed", "", AN_HOUR)
    return Attempt(is_taken=True, is_first=is_first, total=total)


def taken_this_hour(what: str) -> int:
    return Tally.objects.present(f"{what}.passed", "", AN_HOUR)


def most_in_an_hour(whats: list[str]) -> dict[str, int]:
    """How often each of some things was done in this hour or the one before, whichever is more."""
    return {
        what: max(numbers)
        for what, numbers in Tally.objects.by_span(
            {what: f"{what}.passed" for what in whats}, AN_HOUR
        ).items()
    }


def is_new_site(what: str, client: str) -> bool:
    """Whether an address counts as new: one that nobody can tell does not, nor do more than a few
    households of one IPv6 site."""
    if ":" not in client:
        return bool(client)
    site = str(ip_network(client).supernet(new_prefix=48))
    return Tally.objects.add_one(f"{what}.site", site, AN_HOUR) <= FIRST_FROM_SITE
