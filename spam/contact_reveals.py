"""Decides whether a visitor may see contact details.

The button sends neither token nor proof of work, so that pages with it cost nothing; in a flood the
response asks for both.
"""

from enum import Enum, auto

from django.http import HttpRequest

from spam import form_tokens, limits_and_periods, rate_limiting
from spam.client_ip import client_ip
from spam.proof_of_work import ProofOfWork

CONTACT = "contact"


class RevealResult(Enum):
    SHOWN = auto()
    WORK_NEEDED = auto()
    OVER_CLIENT_LIMIT = auto()
    OVER_LIMIT = auto()


class ContactReveal:
    def __init__(self, request: HttpRequest) -> None:
        self.client = client_ip(request)
        self.work = ProofOfWork(
            CONTACT,
            self.client,
            per_client=limits_and_periods.WORK_AFTER_REVEALS_PER_CLIENT,
            total_limit=limits_and_periods.WORK_AFTER_REVEALS,
        )
        self._form_token = request.POST.get("form_token", "")
        self._submitted_work = request.POST.get("work", "")

    @property
    def form_token(self) -> str:
        """The token for the page that asks for work: the submitted one while it is valid, so that
        the time already waited counts."""
        if form_tokens.form_token_age(CONTACT, self._form_token) is None:
            self._form_token = form_tokens.new_form_token(CONTACT)
        return self._form_token

    def check(self) -> RevealResult:
        """Checks before counting: attempts that are refused for lack of work do not count."""
        if not self.work.is_done(self._form_token, self._submitted_work):
            return RevealResult.WORK_NEEDED
        if self.work.is_needed and not self._use_token():
            return RevealResult.WORK_NEEDED
        self.work.count_wait()
        attempt = rate_limiting.count_attempt(
            CONTACT,
            self.client,
            per_client=limits_and_periods.REVEALS_PER_CLIENT,
            repeated=limits_and_periods.REPEATED_REVEALS,
            total_limit=limits_and_periods.REVEALS,
        )
        if attempt.is_allowed:
            self.work.count_allowed()
            return RevealResult.SHOWN
        return (
            RevealResult.OVER_CLIENT_LIMIT if attempt.over_client_limit else RevealResult.OVER_LIMIT
        )

    def _use_token(self) -> bool:
        form_token, self._form_token = self._form_token, ""
        return form_tokens.form_token_age(
            CONTACT, form_token
        ) is not None and form_tokens.use_form_token(CONTACT, form_token)
