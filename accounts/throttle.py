"""Wrong passwords and codes make the next attempt wait, longer each time.

Counts are shared by all processes and kept under keyed hashes. An attempt takes its turn before it
is looked at, under a lock: a thousand at once are no more than a thousand in a row.

Nobody can lock a coordinator out: passwords are counted per account *and* address, so an attacker
slows down their own address; and a device she has signed in from before has counts of its own.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from accounts.models import ATTEMPTS_KEPT, Attempts, Device
from gate.addresses import client_of

FIRST_WAIT = timedelta(seconds=30)
A_QUARTER, AN_HOUR = timedelta(minutes=15), timedelta(hours=1)


@dataclass(frozen=True)
class Turn:
    """Attempts at one thing by one party: so many are free, then waits double up to the longest."""

    what: str
    who: str
    free: int
    longest: timedelta

    @property
    def key(self) -> str:
        value = f"{self.what}|{self.who}"
        return salted_hmac("accounts.throttle", value, algorithm="sha256").hexdigest()

    def wait_after(self, count: int) -> timedelta:
        if count < self.free:
            return timedelta()
        return min(self.longest, FIRST_WAIT * 2 ** min(count - self.free, 16))

    @transaction.atomic
    def take(self) -> timedelta:
        """Count an attempt; how long to wait first, in which case it is not counted."""
        now = timezone.now()
        kept, _new = Attempts.objects.select_for_update().get_or_create(
            key=self.key, defaults={"last_at": now, "next_at": now}
        )
        if kept.next_at > now:
            return kept.next_at - now
        is_forgotten = kept.last_at < now - ATTEMPTS_KEPT
        kept.count = 1 if is_forgotten else kept.count + 1
        kept.last_at, kept.next_at = now, now + self.wait_after(kept.count)
        kept.save()
        return timedelta()

    def forget(self) -> None:
        """It was right: what came before were slips."""
        Attempts.objects.filter(key=self.key).delete()

    def give_back(self) -> None:
        """It was right: this one does not count. Those before may have been somebody else's."""
        kept = Attempts.objects.filter(key=self.key, count__gt=0)
        kept.update(count=F("count") - 1, next_at=timezone.now())


def of_address(request: HttpRequest) -> Turn:
    """Passwords from one address, whosever account: a whole office may share it."""
    return Turn("address", client_of(request), 30, A_QUARTER)


def of_password(request: HttpRequest, name: str, device: Device | None) -> Turn:
    """Passwords for one account from one address, or from a device that is known."""
    who = f"device {device.pk}" if device else f"address {client_of(request)}"
    return Turn("password", f"{name.casefold()}|{who}", 5, A_QUARTER)


def of_code(user, device: Device | None, kind: str) -> Turn:
    """Codes for one account. Whoever tries them has the password, and may come from everywhere:
    addresses do not count here, known devices do."""
    who = f"device {device.pk}" if device else "elsewhere"
    return Turn(kind, f"{user.pk}|{who}", 5, AN_HOUR)


def of_passkey(request: HttpRequest, device: Device | None, what: str) -> Turn:
    """Passkeys without a password before them, from one address or from a device that is known."""
    who = f"device {device.pk}" if device else f"address {client_of(request)}"
    return Turn(what, who, 15, A_QUARTER)


def words_for(wait: timedelta) -> str:
    """When to try again."""
    seconds = ceil(wait.total_seconds())
    if seconds < 60:
        return ngettext(
            "Too many wrong attempts. Try again in {n} second.",
            "Too many wrong attempts. Try again in {n} seconds.",
            seconds,
        ).format(n=seconds)
    minutes = ceil(seconds / 60)
    return ngettext(
        "Too many wrong attempts. Try again in {n} minute.",
        "Too many wrong attempts. Try again in {n} minutes.",
        minutes,
    ).format(n=minutes)


def expired() -> int:
    return Attempts.objects.expired().count()


def purge() -> int:
    return Attempts.objects.expired().delete()[0]
