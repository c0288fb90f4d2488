"""Finding an earlier application: by the mailbox, which an e-mail has confirmed, or by the name,
which anybody can claim. Addresses that reach one mailbox count as one: see `mailbox_of`."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from cms.encryption.hashing import hash_guessable
from cms.i18n import languages
from cms.validators.email_addresses import mailbox_of
from joining.models import ApplicantType, Application
from members.names.normalised_names import names_by_normalised_form


def search_hashes(values: Mapping[str, Any]) -> dict[str, str]:
    """Returns the fields `name_hash` and `email_hash`, by which an application is found although
    its name and e-mail address are encrypted. `values` are fields of Application."""
    names = (values.get(column) for column in languages.field_names("name"))
    normalised = list(names_by_normalised_form(filter(None, names)))
    email = values.get("email") or ""
    return {
        "name_hash": hash_guessable("joining.name", normalised[0]) if normalised else "",
        "email_hash": hash_guessable("joining.email", mailbox_of(email)) if email else "",
    }


def open_application_with_mailbox(application: Application) -> Application | None:
    return _open_applications_like(application).filter(email_hash=application.email_hash).first()


def open_application_with_name(application: Application) -> Application | None:
    """Organisations only: two people may well have the same name."""
    if application.applicant_type != ApplicantType.ORGANISATION or not application.name_hash:
        return None
    return _open_applications_like(application).filter(name_hash=application.name_hash).first()


def _open_applications_like(application: Application) -> QuerySet[Application]:
    """Open applications of the same kind of applicant, the oldest first. Those in quarantine do not
    count: otherwise spam in somebody's name would keep them from applying."""
    others = Application.objects.exclude(pk=application.pk)
    return others.filter(
        applicant_type=application.applicant_type, state__in=Application.OPEN_STATES
    ).order_by("submitted_at")
