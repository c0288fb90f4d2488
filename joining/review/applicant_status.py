"""What applicants are told about the state of their application: no names, notes or votes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.i18n import languages
from joining.limits_and_periods import CLOSED_RETENTION
from joining.models import Application, ApplicationLogEntry
from network.models import Network

State = Application.State
Actor = ApplicationLogEntry.Actor


@dataclass(frozen=True)
class StatusEvent:
    at: datetime
    text: str


@dataclass(frozen=True)
class ApplicantStatus:
    headline: str
    explanation: str
    # The newest last.
    history: list[StatusEvent]
    can_withdraw: bool
    is_member: bool


HEADLINES = {
    State.UNCONFIRMED: gettext_lazy("Your address is not confirmed yet"),
    State.RECEIVED: gettext_lazy("Your application has arrived"),
    # Quarantine is not told: it would help those who write in bad faith.
    State.QUARANTINE: gettext_lazy("Your application has arrived"),
    State.SCREENING: gettext_lazy("We are reading your application"),
    State.NEEDS_INFO: gettext_lazy("We have a question"),
    State.VOTING: gettext_lazy("We are deciding on your application"),
    State.ACCEPTED: gettext_lazy("Welcome: your application is accepted"),
    State.DECLINED: gettext_lazy("Your application has been declined"),
    State.WITHDRAWN: gettext_lazy("You withdrew your application"),
    State.CLOSED_UNDECIDED: gettext_lazy("This application is closed"),
}


def status_for(application: Application, network: Network) -> ApplicantStatus:
    return ApplicantStatus(
        str(HEADLINES[State(application.state)]),
        _explanation(application, network),
        history=_history(application),
        can_withdraw=not application.is_closed,
        is_member=application.state == State.ACCEPTED,
    )


def _explanation(application: Application, network: Network) -> str:
    match application.state:
        case State.UNCONFIRMED:
            return _("Open the link in our first e-mail, and press the button there.")
        case State.RECEIVED | State.QUARANTINE | State.SCREENING:
            return _when_we_answer(network)
        case State.NEEDS_INFO:
            return _("Please answer it below; then we can continue.")
        case State.VOTING:
            return _who_decides(network)
        case State.ACCEPTED:
            return _("Our e-mail to you has a link for signing the documents of the network.")
        case State.DECLINED:
            return _("Our e-mail to you says why.")
        case State.WITHDRAWN:
            text = _("What you wrote is erased within {days} days.")
            return text.format(days=CLOSED_RETENTION.days)
        case State.CLOSED_UNDECIDED:
            return _reason_of_closing(application)
    return ""


def _reason_of_closing(application: Application) -> str:
    """It may have been reopened and closed again: the last time counts."""
    closings = application.log.filter(to_state=State.CLOSED_UNDECIDED)
    last = closings.exclude(from_state=State.CLOSED_UNDECIDED).last()
    if last and last.from_state == State.UNCONFIRMED:
        return _("Another application of yours is open. The link to it is in our e-mail to you.")
    return _("Our question was not answered. You are welcome to apply again at any time.")


def _when_we_answer(network: Network) -> str:
    weeks = network.expected_weeks
    return ngettext(
        "You will hear from us within about {weeks} week of sending it.",
        "You will hear from us within about {weeks} weeks of sending it.",
        weeks,
    ).format(weeks=weeks)


def _who_decides(network: Network) -> str:
    if body := languages.translated_text(network, "deciding_body"):
        return _("Who decides: {body}").format(body=body)
    return _("You will get an e-mail as soon as it is decided.")


def _history(application: Application) -> list[StatusEvent]:
    changes = (one for one in application.log.all() if one.from_state != one.to_state)
    events = (StatusEvent(change.at, _event_text(change)) for change in changes)
    return [event for event in events if event.text]


def _event_text(change: ApplicationLogEntry) -> str:
    match (change.from_state, change.to_state):
        case ("", _any):
            return _("You sent the application.")
        case (State.UNCONFIRMED, State.RECEIVED | State.QUARANTINE):
            return _("You confirmed your address.")
        case (State.CLOSED_UNDECIDED, State.RECEIVED):
            return _("We opened it again.")
        case (State.RECEIVED, State.SCREENING):
            return _("We began to read it.")
        case (State.NEEDS_INFO, State.SCREENING) if change.actor == Actor.APPLICANT:
            return _("You answered our question.")
        case (_any, State.NEEDS_INFO):
            return _("We asked you a question.")
        case (_any, State.VOTING):
            return _("We began to decide on it.")
        case (_any, State.ACCEPTED):
            return _("It was accepted.")
        case (_any, State.DECLINED):
            return _("It was declined.")
        case (_any, State.WITHDRAWN):
            return _("You withdrew it.")
        case (_any, State.CLOSED_UNDECIDED):
            return _("It was closed.")
    return ""
