"""Whether somebody has applied before: by the mailbox, which a letter has proved, or by the name,
which anybody can claim."""

from joining.models import Applicant, Application
from joining.moves import OPEN
from members import same_name
from network import languages, mailboxes
from network.encryption import keyed_hash


def traces(values: dict[str, object]) -> dict[str, str]:
    """What finds an application again without telling its name or address. `values` are columns
    of Application."""
    said = (values.get(column) for column in languages.columns("name"))
    keys = same_name.keys(filter(None, said))
    email = values.get("email") or ""
    return {
        "name_hash": keyed_hash("joining.name", next(iter(keys))) if keys else "",
        "email_hash": keyed_hash("joining.email", mailboxes.key(email)) if email else "",
    }


def open_from_mailbox(application: Application) -> Application | None:
    return _open_like(application).filter(email_hash=application.email_hash).first()


def open_under_name(application: Application) -> Application | None:
    """Organisations only: two people may well have one name."""
    if application.applicant != Applicant.ORGANISATION or not application.name_hash:
        return None
    return _open_like(application).filter(name_hash=application.name_hash).first()


def _open_like(application: Application):
    """Those before people, of the same kind of applicant; whoever waits longest first. What is set
    apart bars nobody's way."""
    others = Application.objects.exclude(pk=application.pk)
    return others.filter(applicant=application.applicant, state__in=OPEN).order_by("sent_at")
