"""Checks of public forms against spam, and the messages to their senders.

People may block scripts, share an address with a whole school, or press a button twice: each
rejection says what to do, and the form is shown again as it was filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.models import Network, PublicFeature
from spam import form_tokens, limits_and_periods, rate_limiting
from spam.client_ip import client_ip, is_same_origin
from spam.models import Counter
from spam.proof_of_work import ProofOfWork

# Invisible to people; programs tend to fill it in.
HONEYPOT = "homepage"


@dataclass(frozen=True)
class Rejection:
    message: str
    status: int


class SpamCheck:
    """The checks of one form in one request. `allows_resubmission` is for views to which the same
    token means the same thing: a second submission is not rejected."""

    def __init__(
        self,
        request: HttpRequest,
        form: str,
        part: PublicFeature,
        *,
        allows_resubmission: bool = False,
    ) -> None:
        self.form, self.client = form, client_ip(request)
        self.allows_resubmission = allows_resubmission
        self.is_closed = Network.objects.current().is_closed(part)
        self.rejection: Rejection | None = None
        # Whether the form came in a flood and is not the client's first in this hour.
        self.sent_during_flood = False
        self.work = ProofOfWork(
            form,
            self.client,
            per_client=limits_and_periods.WORK_AFTER_FORMS_PER_CLIENT,
            total_limit=limits_and_periods.WORK_AFTER_FORMS,
        )
        self._is_same_origin = is_same_origin(request)
        self._form_token = request.POST.get("form_token", "")
        self._submitted_work = request.POST.get("work", "")
        self._honeypot = request.POST.get(HONEYPOT, "")

    @property
    def status(self) -> int:
        return self.rejection.status if self.rejection else 200

    @property
    def form_token(self) -> str:
        """The token for the page: the submitted one as long as it is valid."""
        if form_tokens.form_token_age(self.form, self._form_token) is None:
            self._form_token = form_tokens.new_form_token(self.form)
        return self._form_token

    @property
    def bits_to_find(self) -> int:
        return self.work.bits_to_find

    def check(self, *, is_valid: bool) -> Rejection | None:
        """Returns why a submitted form is rejected, if it is. Only a valid form uses its token and
        counts, so that rejected ones take nothing from others."""
        self.rejection = (
            self._check_open()
            or self._check_origin()
            or self._check_token()
            or self._check_work()
            or (self._use_token() if is_valid else None)
        )
        return self.rejection

    def _check_open(self) -> Rejection | None:
        if self.is_closed:
            message = _(
                "This form is closed for the moment. Copy your text and write to us instead."
            )
            return Rejection(message, 503)
        return None

    def _check_origin(self) -> Rejection | None:
        if not self._is_same_origin:
            message = _("This form did not come from our page. Please send it from here.")
            return Rejection(message, 403)
        if self._honeypot:
            message = _(
                "A hidden field was filled in, perhaps by your browser. Send the form again."
            )
            return Rejection(message, 422)
        return None

    def _check_token(self) -> Rejection | None:
        age = form_tokens.form_token_age(self.form, self._form_token)
        if age is None:
            message = _("This page has been open for a long time. Please send the form again.")
            return Rejection(message, 422)
        if age < limits_and_periods.MIN_FILL_IN_TIME:
            message = _("That was very fast. Please wait a few seconds and send the form again.")
            return Rejection(message, 422)
        return None

    def _check_work(self) -> Rejection | None:
        if self.work.is_done(self._form_token, self._submitted_work):
            return None
        message = _(
            "We are receiving an unusual number of forms, so each is checked. Wait a few seconds "
            "(one minute without JavaScript) and send the form again."
        )
        return Rejection(message, 429)

    def _use_token(self) -> Rejection | None:
        form_token, refused_counter = self._form_token, f"{self.form}.refused"
        if not self.allows_resubmission:
            # The next page gets a token of its own.
            self._form_token = ""
        if form_tokens.use_form_token(self.form, form_token):
            if rejection := self._check_limits():
                self._form_token = ""
                Counter.objects.increment(
                    refused_counter, form_token, limits_and_periods.TOKEN_LIFETIME
                )
            return rejection
        if self.allows_resubmission and not Counter.objects.recent(
            refused_counter, form_token, limits_and_periods.TOKEN_LIFETIME
        ):
            return None
        self._form_token = ""
        message = _("This form has been sent before. If no answer came, please send it again.")
        return Rejection(message, 409)

    def _check_limits(self) -> Rejection | None:
        self.work.count_wait()
        attempt = rate_limiting.count_attempt(
            self.form,
            self.client,
            per_client=limits_and_periods.FORMS_PER_CLIENT,
            repeated=limits_and_periods.REPEATED_FORMS,
        )
        if attempt.is_allowed:
            self.work.count_allowed()
            self.sent_during_flood = (
                attempt.total > limits_and_periods.REPEATED_FORMS and not attempt.is_first
            )
            return None
        if attempt.over_client_limit:
            message = _(
                "Too many forms came from your connection. Try again in an hour, or write to the "
                "network."
            )
        elif attempt.over_network_limit:
            message = _(
                "We are receiving an unusual number of forms through your internet provider. "
                "Please try again in an hour, or write to us."
            )
        else:
            message = _(
                "We are receiving an unusual number of forms, and one came from your connection "
                "already. Please try again in an hour, or write to us."
            )
        return Rejection(message, 429)


def flooded_forms(forms: Iterable[str]) -> dict[str, int]:
    counts = rate_limiting.peak_per_hour(list(forms))
    return {
        form: count for form, count in counts.items() if count > limits_and_periods.REPEATED_FORMS
    }
