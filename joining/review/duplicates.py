"""Finding an earlier application: by the mailbox, which an e-mail has confirmed, or by the name,
which anybody can claim. Addresses that reach one mailbox count as one: see `mailbox_of`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from cms.encryption.hashing import hash_guessable
from cms.i18n import languages
from cms.validators.email_addresses import mailbox_of
from joining.models import ApplicantType, Application
from members.names.normalised_names import names_by_normalised_form


def search_hashes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields `name_hashes` and `email_hash`, by which an application is found although
    its name and e-mail address are encrypted. `values` are fields of Application."""
    email = values.get("email") or ""
    return {
        "name_hashes": name_hashes(
            values.get(name) or "" for name in languages.field_names("name")
        ),
        "email_hash": hash_guessable("joining.email", mailbox_of(email)) if email else "",
    }


def name_hashes(names: Iterable[str]) -> list[str]:
    normalised = names_by_normalised_form(filter(None, names))
    return [hash_guessable("joining.name", name) for name in normalised]


def with_search_hash(hashes: Mapping[str, Any]) -> Q:
    """Applications with one of the names, or from the mailbox, whose `search_hashes` these are. An
    empty Q, which finds all, if there is neither."""
    alike = Q(name_hashes__overlap=hashes["name_hashes"]) if hashes["name_hashes"] else Q()
    return alike | Q(email_hash=hashes["email_hash"]) if hashes["email_hash"] else alike


def open_application_with_mailbox(application: Application) -> Application | None:
    return _open_applications_like(application).filter(email_hash=application.email_hash).first()


def open_application_with_name(application: Application) -> Application | None:
    """Organisations only: two people may well have the same name."""
    if application.applicant_type != ApplicantType.ORGANISATION or not application.name_hashes:
        return None
    namesakes = _open_applications_like(application).filter(
        name_hashes__overlap=application.name_hashes
    )
    return namesakes.first()


def _open_applications_like(application: Application) -> QuerySet[Application]:
    """Open applications of the same kind of applicant, the oldest first. Those in quarantine do not
    count: otherwise spam in somebody's name would keep them from applying."""
    others = Application.objects.exclude(pk=application.pk)
    return others.filter(
        applicant_type=application.applicant_type, state__in=Application.OPEN_STATES
    ).order_by("submitted_at")
