"""Who may pass with a form, and what is said to who may not.

Everybody may refuse scripts, share an address with a whole school, or press a button twice: each
refusal says what to do, and the form comes back as it was filled in.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import log2

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gate import tickets
from gate.addresses import client_of, comes_from_here
from gate.models import Tally
from network.models import Network

AN_HOUR = timedelta(hours=1)
A_WHILE = timedelta(minutes=10)

# Nobody fills in a form in less.
LEAST_TIME = timedelta(seconds=3)

# So many times an hour a form may be sent from one address; so many may pass from all.
FROM_ONE, FROM_ALL = 20, 300

# From so many on, work is asked for: from one address in two hours, from all in twenty minutes.
WORK_FROM_ONE, WORK_FROM_ALL = 5, 30

# 8,000 hashes at first, a second on a phone; twice as many each time that twice as many come.
LEAST_BITS, MOST_BITS = 13, 18

# Who has no script to work waits instead; there is less room on this way in.
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

    def __init__(self, request: HttpRequest, form: str, *, may_come_again: bool = False):
        self.form, self.client = form, client_of(request)
        self.may_come_again = may_come_again
        self.is_closed = Network.objects.current().forms_closed_at is not None
        self.refusal: Refusal | None = None
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
        near = Tally.objects.recent(self.form, self.client, AN_HOUR)
        far = Tally.objects.recent(self.form, "", A_WHILE)
        pressure = max(near / WORK_FROM_ONE, far / WORK_FROM_ALL)
        return min(MOST_BITS, LEAST_BITS + int(log2(pressure))) if pressure > 1 else 0

    def check(self, *, is_valid: bool) -> Refusal | None:
        """Why a form that was sent may not pass. When it may and is filled in as it should be,
        its ticket is used up. Every form counts, whatever becomes of it."""
        self.refusal = (
            self._closed()
            or self._too_many_from_one()
            or self._not_by_a_person()
            or self._bad_ticket()
            or self._not_worked()
            or (self._too_many_from_all() or self._sent_before() if is_valid else None)
        )
        return self.refusal

    def _closed(self) -> Refusal | None:
        if self.is_closed:
            words = _(
                "Our forms are closed for the moment. Copy your text and write to us instead."
            )
            return Refusal(words, 503)
        return None

    def _too_many_from_one(self) -> Refusal | None:
        near = Tally.objects.add_one(self.form, self.client, AN_HOUR)
        if near > FROM_ONE:
            words = _("Too many forms came from your connection. Try again in an hour, or write.")
            return Refusal(words, 429)
        Tally.objects.add_one(self.form, "", A_WHILE)
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
        bits = self.bits
        if not bits or tickets.is_worked(self._ticket, self._work, bits):
            return None
        if tickets.age(self.form, self._ticket) >= SLOW_TIME and self._has_room_on_slow_way():
            return None
        words = _(
            "A great many forms are coming in, so each is checked. Wait a few seconds (one minute "
            "without JavaScript) and send the form again."
        )
        return Refusal(words, 429)

    def _has_room_on_slow_way(self) -> bool:
        near = Tally.objects.add_one(f"{self.form}.slow", self.client, AN_HOUR)
        far = Tally.objects.add_one(f"{self.form}.slow", "", AN_HOUR)
        return near <= SLOW_FROM_ONE and far <= SLOW_FROM_ALL

    def _too_many_from_all(self) -> Refusal | None:
        if Tally.objects.add_one(f"{self.form}.passed", "", AN_HOUR) > FROM_ALL:
            words = _("Too many forms are coming in. Please try again in an hour, or write to us.")
            return Refusal(words, 429)
        return None

    def _sent_before(self) -> Refusal | None:
        if self.may_come_again:
            return None
        is_first = tickets.use_up(self.form, self._ticket)
        # Whatever page follows has a ticket of its own.
        self._ticket = ""
        if is_first:
            return None
        words = _("This form has been sent before. If no answer came, please send it once more.")
        return Refusal(words, 409)
