"""Proof of work, needed while unusually many forms arrive; the work grows with their number.

Browsers compute it while people type; visitors without JavaScript wait a minute instead.
"""

from math import log2

from spam import form_tokens, limits_and_periods
from spam.models import Counter
from spam.rate_limiting import HOUR


class ProofOfWork:
    """The work that one client has to do now. It is needed above `per_client` attempts in two
    hours, or `total_limit` of all clients in twenty minutes."""

    def __init__(self, name: str, client: str, *, per_client: float, total_limit: float) -> None:
        self.name, self.client = name, client
        self.per_client, self.total_limit = per_client, total_limit
        self.is_needed = self.has_waited = False

    @property
    def bits(self) -> int:
        return self._bits_after(0)

    @property
    def bits_to_find(self) -> int:
        """The work that a page asks for: more than is needed now, as the form may be sent after
        traffic has doubled."""
        bits = self._bits_after(1)
        return min(limits_and_periods.MAX_BITS, bits + 1) if bits else 0

    def _bits_after(self, more: int) -> int:
        client_count = Counter.objects.recent(self.name, self.client, HOUR)
        total_count = Counter.objects.recent(self.name, "", limits_and_periods.FLOOD_PERIOD)
        pressure = max(
            (client_count + more) / self.per_client, (total_count + more) / self.total_limit
        )
        return (
            min(limits_and_periods.MAX_BITS, limits_and_periods.MIN_BITS + int(log2(pressure)))
            if pressure > 1
            else 0
        )

    def is_done(self, form_token: str, work: str) -> bool:
        bits = self._bits_after(1)
        self.is_needed = bits > 0
        if not bits or form_tokens.is_proof_of_work(form_token, work, bits):
            return True
        age = form_tokens.form_token_age(self.name, form_token)
        self.has_waited = (
            age is not None
            and age >= limits_and_periods.WAIT_INSTEAD_OF_WORK
            and self.may_wait_instead()
        )
        return self.has_waited

    def may_wait_instead(self) -> bool:
        """Checks without counting: `count_wait` counts."""
        waits = f"{self.name}.waits"
        client_count = Counter.objects.current(waits, self.client, HOUR)
        repeated = Counter.objects.current(f"{waits}.again", "", HOUR)
        return client_count < limits_and_periods.WAITS_PER_CLIENT and (
            client_count == 0 or repeated < limits_and_periods.REPEATED_WAITS
        )

    def count_wait(self) -> None:
        waits = f"{self.name}.waits"
        if self.has_waited and Counter.objects.increment(waits, self.client, HOUR) > 1:
            Counter.objects.increment(f"{waits}.again", "", HOUR)

    def count_allowed(self) -> None:
        """Each attempt makes the work harder for the next."""
        Counter.objects.increment(self.name, "", limits_and_periods.FLOOD_PERIOD)
