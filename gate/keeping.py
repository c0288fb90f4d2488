"""Who may pass with a form, and what is said to who may not.

Everybody may refuse scripts, share an address with a whole school, or press a button twice: each
refusal says what to do, and the form comes back as it was filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import log2

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gate import limits, tickets
from gate.addresses import client_of, comes_from_here
from gate.limits import AN_HOUR
from gate.models import Tally
from network.models import Network, PublicPart

A_WHILE = timedelta(minutes=10)

# Nobody fills in a form in less.
LEAST_TIME = timedelta(seconds=3)

# So many times an hour a form may be sent from one address; so many from all that sent one before.
FROM_ONE, FROM_ALL = 20, 300

# From so many on, work is asked for: from one address in two hours, from all in twenty minutes.
WORK_FROM_ONE, WORK_FROM_ALL = 5, 30

# 8,000 hashes at first, a tenth of a second on a phone; twice as many each time that twice as many
# come. 520,000 at most: ten seconds on a slow phone (50,000 a second), a minute for one in 300.
LEAST_BITS, MOST_BITS = 13, 19

# Who has no script to work waits instead; there is less room on this way in for a second form.
SLOW_TIME = timedelta(minutes=1)
SLOW_FROM_ONE, SLOW_FROM_ALL = 5, 30

# No person sees this field; programs like to fill it in.
HONEYPOT = "homepage"


@dataclass(frozen=True)
class Refusal:
    """What to say, and the status of the answer."""

    words: str
    status: int


class Gate:
    """One form of one request. One that may come again is for views to which the same ticket means
    the same thing: they are not told of a second press."""

    def __init__(
        self, request: HttpRequest, form: str, part: PublicPart, *, may_come_again: bool = False
    ):
        self.form, self.client = form, client_of(request)
        self.may_come_again = may_come_again
        self.is_closed = Network.objects.current().is_closed(part)
        self.refusal: Refusal | None = None
        # Whether a form that passed came while very many came, and not as the first of its address.
        self.is_of_a_flood = False
        self._is_slow = False
        self._is_from_here = comes_from_here(request)
        self._ticket = request.POST.get("ticket", "")
        self._work = request.POST.get("work", "")
        self._honey = request.POST.get(HONEYPOT, "")

    @property
    def status(self) -> int:
        """Of the answer that shows the form."""
        return self.refusal.status if self.refusal else 200

    @property
    def ticket(self) -> str:
        """For the page: the ticket that came with the form, as long as it is good."""
        if tickets.age(self.form, self._ticket) is None:
            self._ticket = tickets.issue(self.form)
        return self._ticket

    @property
    def bits(self) -> int:
        """How much work is asked for now; none while few forms come."""
        return self._bits_when(0)

    def _bits_when(self, more: int) -> int:
        """How much work is asked for when so many more have come."""
        near = Tally.objects.recent(self.form, self.client, AN_HOUR)
        far = Tally.objects.recent(self.form, "", A_WHILE)
        pressure = max((near + more) / WORK_FROM_ONE, (far + more) / WORK_FROM_ALL)
        return min(MOST_BITS, LEAST_BITS + int(log2(pressure))) if pressure > 1 else 0

    @property
    def bits_to_find(self) -> int:
        """How much work a page asks of a browser: more than is needed now, as it may be sent when
        twice as many have come. Before any is needed none is asked for."""
        bits = self._bits_when(1)
        return min(MOST_BITS, bits + 1) if bits else 0

    def check(self, *, is_valid: bool) -> Refusal | None:
        """Why a form that was sent may not pass. When it may and is filled in as it should be, its
        ticket is used up, and only then is it counted: what is refused takes no room."""
        self.refusal = (
            self._closed()
            or self._not_by_a_person()
            or self._bad_ticket()
            or self._not_worked()
            or (self._let_in() if is_valid else None)
        )
        return self.refusal

    def _closed(self) -> Refusal | None:
        if self.is_closed:
            words = _("This form is closed for the moment. Copy your text and write to us instead.")
            return Refusal(words, 503)
        return None

    def _not_by_a_person(self) -> Refusal | None:
        if not self._is_from_here:
            words = _("This form did not come from our page. Please send it from here.")
            return Refusal(words, 403)
        if self._honey:
            words = _("A hidden field was filled in, perhaps by your browser. Send the form again.")
            return Refusal(words, 422)
        return None

    def _bad_ticket(self) -> Refusal | None:
        age = tickets.age(self.form, self._ticket)
        if age is None:
            words = _("This page has been open for a long time. Please send the form once more.")
            return Refusal(words, 422)
        if age < LEAST_TIME:
            words = _("That was very fast. Please wait a few seconds and send the form again.")
            return Refusal(words, 422)
        return None

    def _not_worked(self) -> Refusal | None:
        bits = self._bits_when(1)
        if not bits or tickets.is_worked(self._ticket, self._work, bits):
            return None
        if tickets.age(self.form, self._ticket) >= SLOW_TIME and self._has_room_on_slow_way():
            self._is_slow = True
            return None
        words = _(
            "A great many forms are coming in, so each is checked. Wait a few seconds (one minute "
            "without JavaScript) and send the form again."
        )
        return Refusal(words, 429)

    def _has_room_on_slow_way(self) -> bool:
        """Only looked at here; the place is taken when the form is let in."""
        slow = f"{self.form}.slow"
        near = Tally.objects.present(slow, self.client, AN_HOUR)
        again = Tally.objects.present(f"{slow}.again", "", AN_HOUR)
        return near < SLOW_FROM_ONE and (near == 0 or again < SLOW_FROM_ALL)

    def _let_in(self) -> Refusal | None:
        """Use the ticket up and count the form."""
        ticket, refused = self._ticket, f"{self.form}.refused"
        if not self.may_come_again:
            # Whatever page follows has a ticket of its own.
            self._ticket = ""
        if tickets.use_up(self.form, ticket):
            if refusal := self._too_many():
                self._ticket = ""
                Tally.objects.add_one(refused, ticket, tickets.LIFETIME)
            return refusal
        if self.may_come_again and not Tally.objects.recent(refused, ticket, tickets.LIFETIME):
            return None
        self._ticket = ""
        words = _("This form has been sent before. If no answer came, please send it once more.")
        return Refusal(words, 409)

    def _too_many(self) -> Refusal | None:
        """Count a form that has passed everything else."""
        if self._is_slow:
            limits.take(
                f"{self.form}.slow", self.client, from_one=SLOW_FROM_ONE, again=SLOW_FROM_ALL
            )
        attempt = limits.take(self.form, self.client, from_one=FROM_ONE, again=FROM_ALL)
        if attempt.is_taken:
            Tally.objects.add_one(self.form, "", A_WHILE)
            self.is_of_a_flood = attempt.total > FROM_ALL and not attempt.is_first
            return None
        if attempt.is_own_fault:
            words = _("Too many forms came from your connection. Try again in an hour, or write.")
        else:
            words = _(
                "A great many forms are coming in, and one came from your connection already. "
                "Please try again in an hour, or write to us."
            )
        return Refusal(words, 429)


def busy_forms(forms: Iterable[str]) -> dict[str, int]:
    """The forms of which more than usual passed in this hour or the last, and how many."""
    numbers = limits.most_in_an_hour(list(forms))
    return {form: number for form, number in numbers.items() if number > FROM_ALL}
