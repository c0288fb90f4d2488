"""The page that is shown while the database is unavailable.

The scheduler stores the contact of the network in a private file, so that a process that is started
meanwhile, or runs on another machine, knows it as well. As on other pages, the e-mail address is
shown after a click only.
"""

import json
import logging
import math
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.files.permissions import make_private_folder
from cms.files.storage import uses_object_store
from cms.i18n import languages
from cms.queries.database_availability import availability
from network.models import Contact, Network, PublicFeature
from spam.client_ip import is_same_origin
from website.health.limits_and_periods import REMEMBERED_SECONDS, RETRY_AFTER_SECONDS
from website.middleware import GetResponse

log = logging.getLogger(__name__)

CONTACT_NAME = "how-to-reach.json"


class ExplainDatabaseUnavailable:
    """Answers at once while the database is known to be unavailable: waiting for it would use up
    all threads. Requests for `healthz` pass: it says what else is wrong."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != reverse("healthz") and availability.is_unavailable():
            return unavailable_page(request, reveals=is_reveal_request(request))
        return self.get_response(request)


def contact_file() -> Path:
    """Where files are in folders."""
    return Path(settings.ORIGINALS_ROOT) / CONTACT_NAME


@dataclass
class ContactObject:
    """The same file in an object store, as this process read it last."""

    _read_at: float = -math.inf
    _content: dict = field(default_factory=dict)

    def read(self) -> dict:
        if monotonic() - self._read_at > REMEMBERED_SECONDS:
            # First, so that threads do not wait for a store that does not answer.
            self._read_at = monotonic()
            try:
                with storages["private"].open(CONTACT_NAME) as file:
                    self._content = json.load(file)
            except FileNotFoundError:
                self._content = {}
            except (OSError, ValueError):
                log.warning("The contact of the network cannot be read from the object store.")
        return self._content

    def write(self, content: dict) -> None:
        text = json.dumps(content, ensure_ascii=False)
        storages["private"].save(CONTACT_NAME, ContentFile(text.encode()))
        self._read_at, self._content = monotonic(), content


contact_object = ContactObject()


def is_contact_outdated() -> int:
    """1 or 0, as the scheduler counts what is due."""
    return int(_stored_contact() != _current_contact())


def store_contact() -> int:
    if not is_contact_outdated():
        return 0
    if uses_object_store():
        contact_object.write(_current_contact())
        return 1
    file = contact_file()
    make_private_folder(file.parent)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(_current_contact(), ensure_ascii=False))
    new.chmod(0o600)
    # Atomic: a reader finds the old content or the new.
    new.replace(file)
    return 1


def unavailable_page(request: HttpRequest, *, reveals: bool = False) -> HttpResponse:
    """503 in all languages of the site, that of the request first: the language that a coordinator
    has chosen is in the database. `reveals`: with the e-mail address and telephone number."""
    codes = dict.fromkeys([languages.active(), *languages.codes()])
    stored, resubmission = _stored_contact(), _resubmission(request)
    sections = []
    for code in codes:
        with override(code):
            reach = _in_language(code, stored)
            context = {"code": code, "reach": reach, "reveals": reveals} | resubmission
            sections.append(
                render_to_string("website/unavailable/_database_unavailable_message.html", context)
            )
    page = render_to_string("website/unavailable/database_unavailable.html", {"sections": sections})
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _resubmission(request: HttpRequest) -> dict:
    """A form that was submitted to us, to be submitted again: browsers would lose what was typed,
    as the page must not be cached. Without passwords and files."""
    if request.method != "POST" or not is_same_origin(request) or is_reveal_request(request):
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, OSError):
        return {}
    sent = [(name, value) for name, value in fields if "password" not in name]
    return {"sent": sent, "has_files": has_files, "address": request.get_full_path()}


def is_reveal_request(request: HttpRequest) -> bool:
    return request.path == reverse("how-to-reach")


def _current_contact() -> dict:
    """Without e-mail and telephone while contact details are closed to visitors."""
    network = Network.objects.current()
    contact = network.contact or network.press_contact
    if network.is_closed(PublicFeature.CONTACTS):
        contact = None
    return {
        "name": {code: _name_in(code, network) for code in languages.codes()},
        "contact": {code: _name_in(code, contact) for code in languages.codes()},
        "email": contact.email if contact else "",
        "phone": contact.phone if contact else "",
    }


def _name_in(code: str, item: Network | Contact | None) -> str:
    with override(code):
        return languages.translated_text(item, "name") if item else ""


def _stored_contact() -> dict:
    """Empty if there is no such file, or an incomplete one."""
    if uses_object_store():
        return contact_object.read()
    try:
        return json.loads(contact_file().read_text())
    except (OSError, ValueError):
        return {}


def _in_language(code: str, stored: dict) -> dict:
    return {
        "name": stored.get("name", {}).get(code, ""),
        "contact": stored.get("contact", {}).get(code, ""),
        "email": stored.get("email", ""),
        "phone": stored.get("phone", ""),
    }
