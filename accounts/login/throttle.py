"""Throttles wrong passwords and codes: each failed attempt makes the next one wait longer.

Counters are shared by all processes and stored under keyed hashes. An attempt is counted before it
is checked, under a lock: a thousand simultaneous attempts are no faster than a thousand in
sequence.

Nobody can lock a coordinator out: passwords are counted per account *and* address, so that
attackers slow down their own address; and devices that she has logged in with before have counters
of their own.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.limits_and_periods import (
    ATTEMPT_RETENTION,
    FIRST_WAIT,
    FREE_CODE_ATTEMPTS,
    FREE_PASSKEY_ATTEMPTS,
    FREE_PASSWORD_ATTEMPTS,
    FREE_PASSWORD_ATTEMPTS_OF_ADDRESS,
    LONGEST_WAIT,
    LONGEST_WAIT_FOR_CODE,
)
from accounts.models import AttemptCounter, Device
from cms.encryption.hashing import hash_guessable
from spam.client_ip import client_ip


@dataclass(frozen=True)
class Throttle:
    """Attempts of one kind by one client: some are free, then each waits twice as long, up to
    `longest`."""

    name: str
    client: str
    free: int
    longest: timedelta

    @property
    def key(self) -> str:
        value = f"{self.name}|{self.client}"
        return hash_guessable("accounts.login.throttle", value)

    def wait_after(self, count: int) -> timedelta:
        if count < self.free:
            return timedelta()
        return min(self.longest, FIRST_WAIT * 2 ** min(count - self.free, 16))

    @transaction.atomic
    def attempt(self) -> timedelta:
        """Count an attempt. If it has to wait, it is not counted, and the time is returned."""
        now = timezone.now()
        counter, _new = AttemptCounter.objects.select_for_update().get_or_create(
            key=self.key, defaults={"last_at": now, "next_at": now}
        )
        if counter.next_at > now:
            return counter.next_at - now
        is_forgotten = counter.last_at < now - ATTEMPT_RETENTION
        counter.count = 1 if is_forgotten else counter.count + 1
        counter.last_at, counter.next_at = now, now + self.wait_after(counter.count)
        counter.save()
        return timedelta()

    def reset(self) -> None:
        AttemptCounter.objects.filter(key=self.key).delete()

    def refund(self) -> None:
        """This attempt was right and does not count. Earlier ones may have been somebody else's."""
        counter = AttemptCounter.objects.filter(key=self.key, count__gt=0)
        counter.update(count=F("count") - 1, next_at=timezone.now())


def address_throttle(request: HttpRequest) -> Throttle:
    """Passwords from one address, for all accounts: a whole office may share it."""
    return Throttle("address", client_ip(request), FREE_PASSWORD_ATTEMPTS_OF_ADDRESS, LONGEST_WAIT)


def password_throttle(request: HttpRequest, name: str, device: Device | None) -> Throttle:
    client = f"device {device.pk}" if device else f"address {client_ip(request)}"
    key = f"{name.casefold()}|{client}"
    return Throttle("password", key, FREE_PASSWORD_ATTEMPTS, LONGEST_WAIT)


def code_throttle(user: User, device: Device | None, kind: str) -> Throttle:
    """Codes for one account. An attacker who has the password may come from many addresses, so only
    known devices have counters of their own."""
    client = f"device {device.pk}" if device else "elsewhere"
    return Throttle(kind, f"{user.pk}|{client}", FREE_CODE_ATTEMPTS, LONGEST_WAIT_FOR_CODE)


def passkey_throttle(request: HttpRequest, device: Device | None, name: str) -> Throttle:
    client = f"device {device.pk}" if device else f"address {client_ip(request)}"
    return Throttle(name, client, FREE_PASSKEY_ATTEMPTS, LONGEST_WAIT)


def wait_message(wait: timedelta) -> str:
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


def count_expired() -> int:
    return AttemptCounter.objects.expired().count()


def purge() -> int:
    return AttemptCounter.objects.expired().delete()[0]
