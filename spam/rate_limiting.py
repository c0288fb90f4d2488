"""Limits per hour: for one client, for one network, for all.

A limit for all clients that anybody can use up would shut out everybody. So repeated attempts are
limited together, and the first attempt of a client in an hour is not: when five hundred addresses
send ten forms each, a visitor who has not sent one yet still can. One network of addresses gets a
share of both. Only allowed attempts count, so refused ones take nothing from others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from ipaddress import ip_interface

from spam import limits_and_periods
from spam.models import Counter

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class AttemptResult:
    """If `is_allowed` is False, the client, its network, or all clients were over a limit."""

    is_allowed: bool
    # Whether it is the client's first attempt in this hour.
    is_first: bool = False
    over_client_limit: bool = False
    over_network_limit: bool = False
    # Attempts of all clients in this hour.
    total: int = 0


def count_attempt(
    name: str, client: str, *, per_client: int, repeated: int, total_limit: int | None = None
) -> AttemptResult:
    """Counts an attempt of `client` if it is within all limits per hour: `per_client`, `repeated`
    for all attempts that are not a client's first, and `total_limit` for all."""
    count = Counter.objects.increment(name, client, HOUR)
    if count > per_client:
        return AttemptResult(is_allowed=False, over_client_limit=True)
    is_new = count == 1 and client != ""
    is_first = is_new and _count_in_networks(f"{name}.new", client, _new_client_limit)
    if total_limit is not None and attempts_this_hour(name) >= total_limit:
        return AttemptResult(is_allowed=False, is_first=is_first)
    if not is_first:
        limit_of = partial(_repeated_limit, repeated=repeated)
        if not _count_in_networks(f"{name}.again", client, limit_of):
            return AttemptResult(is_allowed=False, over_network_limit=True)
        if Counter.objects.increment(f"{name}.again", "", HOUR) > repeated:
            return AttemptResult(is_allowed=False, over_network_limit=is_new)
    total = Counter.objects.increment(f"{name}.passed", "", HOUR)
    return AttemptResult(is_allowed=True, is_first=is_first, total=total)


def attempts_this_hour(name: str) -> int:
    return Counter.objects.current(f"{name}.passed", "", HOUR)


def peak_per_hour(names: list[str]) -> dict[str, int]:
    """Returns the count of this hour or of the last, whichever is higher."""
    return {
        name: max(counts)
        for name, counts in Counter.objects.by_period(
            {name: f"{name}.passed" for name in names}, HOUR
        ).items()
    }


def _new_client_limit(share: limits_and_periods.NetworkShare) -> int:
    return share.new


def _repeated_limit(share: limits_and_periods.NetworkShare, *, repeated: int) -> int:
    return max(1, int(share.of_repeated * repeated))


def _count_in_networks(
    name: str, client: str, limit_of: Callable[[limits_and_periods.NetworkShare], int]
) -> bool:
    """Whether all are within their limits. Stops at the first that is not."""
    return all(
        Counter.objects.increment(name, network, HOUR) <= limit_of(share)
        for share, network in networks_containing(client)
    )


def networks_containing(client: str) -> Iterator[tuple[limits_and_periods.NetworkShare, str]]:
    """Empty if the address is unknown."""
    if not client:
        return
    network = ip_interface(client).network
    for share in limits_and_periods.NETWORK_SHARES[network.version]:
        yield share, str(network.supernet(new_prefix=share.prefix))
