"""Where an application stands, as its applicant is told: no names, no notes, no votes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from joining.models import Application, Move
from network import languages
from network.models import Network

State, Actor = Application.State, Move.Actor


def of(application: Application, network: Network) -> dict:
    """Shape: headline, explanation, history (at, words), can_withdraw, is_member."""
    headline, explanation = _words(application, network)
    return {
        "headline": headline,
        "explanation": explanation,
        "history": _history(application),
        "can_withdraw": not application.is_closed,
        "is_member": application.state == State.ACCEPTED,
    }


def _words(application: Application, network: Network) -> tuple[str, str]:
    match application.state:
        case State.UNVERIFIED:
            return (
                _("Your address is not confirmed yet"),
                _("Open the link in our first letter, and press the button there."),
            )
        # Who is set apart is not told: it would help those who write in bad faith.
        case State.RECEIVED | State.QUARANTINE:
            return _("Your application has arrived"), _expectation(network)
        case State.SCREENING:
            return _("We are reading your application"), _expectation(network)
        case State.NEEDS_INFO:
            return _("We have a question"), _("Please answer it below, then we read on.")
        case State.REVIEW:
            return _("Your application is being decided"), _decision(network)
        case State.ACCEPTED:
            return (
                _("Welcome: your application is accepted"),
                _("Our letter to you has a link with which you sign the documents of the network."),
            )
        case State.DECLINED:
            return _("Your application is declined"), _("Our letter to you says why.")
        case State.WITHDRAWN:
            return (
                _("You withdrew your application"),
                _("What you wrote is erased within five days."),
            )
        case State.LAPSED:
            return _lapsed(application)


def _lapsed(application: Application) -> tuple[str, str]:
    is_double = application.moves.filter(
        from_state=State.UNVERIFIED, to_state=State.LAPSED
    ).exists()
    if is_double:
        reason = _("Another application of yours is open. Our letter to you has its link.")
    else:
        reason = _("Our question was not answered. You are welcome to apply again at any time.")
    return _("This application is closed"), reason


def _expectation(network: Network) -> str:
    weeks = network.expected_weeks
    return ngettext(
        "You will hear from us within about {weeks} week of sending it.",
        "You will hear from us within about {weeks} weeks of sending it.",
        weeks,
    ).format(weeks=weeks)


def _decision(network: Network) -> str:
    if body := languages.plain_words(network, "deciding_body"):
        return _("Who decides: {body}").format(body=body)
    return _("You get a letter as soon as it is decided.")


def _history(application: Application) -> list[dict]:
    """What happened when, the newest last. Shape: at, words."""
    told = []
    for move in application.moves.all():
        words = _what_happened(move)
        if words and move.from_state != move.to_state:
            told.append({"at": move.at, "words": words})
    return told


def _what_happened(move: Move) -> str:
    match (move.from_state, move.to_state):
        case ("", _any):
            return _("You sent the application.")
        case (State.UNVERIFIED, State.RECEIVED | State.QUARANTINE):
            return _("You confirmed your address.")
        case (State.RECEIVED, State.SCREENING):
            return _("We began to read it.")
        case (State.NEEDS_INFO, State.SCREENING) if move.actor == Actor.APPLICANT:
            return _("You answered our question.")
        case (_any, State.NEEDS_INFO):
            return _("We asked you a question.")
        case (_any, State.REVIEW):
            return _("We began to decide on it.")
        case (_any, State.ACCEPTED):
            return _("It was accepted.")
        case (_any, State.DECLINED):
            return _("It was declined.")
        case (_any, State.WITHDRAWN):
            return _("You withdrew it.")
        case (_any, State.LAPSED):
            return _("It was closed.")
    return ""
