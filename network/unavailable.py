"""The page that is shown while the database does not answer.

How to reach the network is kept in a private file by the timer, so that a process that was started
while the database was down knows it, too. As elsewhere an address stands in no page: a button asks
for it.
"""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.translation import override

from gate.addresses import comes_from_here
from network import languages
from network.models import Network, PublicPart
from network.storage import make_private_folder

RETRY_AFTER_SECONDS = 30


def kept_file() -> Path:
    return Path(settings.ORIGINALS_ROOT) / "how-to-reach.json"


def is_outdated() -> int:
    """1 when what is kept is not what the site says now; for the timer's list of jobs."""
    return int(_kept() != _current())


def keep() -> int:
    """Write down how to reach the network, if that has changed. Returns how many files changed."""
    if not is_outdated():
        return 0
    file = kept_file()
    make_private_folder(file.parent)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(_current(), ensure_ascii=False))
    new.chmod(0o600)
    # At one stroke: a reader finds the old words or the new ones.
    new.replace(file)
    return 1


def page(request: HttpRequest, *, reveals: bool = False) -> HttpResponse:
    """503 in every language of the site, the reader's first; the reader's own is not known of a
    coordinator, whose choice is in the database."""
    codes = dict.fromkeys([languages.active(), *languages.codes()])
    kept, resubmission = _kept(), _resubmission(request)
    sections = []
    for code in codes:
        with override(code):
            context = {"code": code, "reach": _in(code, kept), "reveals": reveals} | resubmission
            sections.append(render_to_string("unavailable/_section.html", context))
    whole = render_to_string("unavailable/page.html", {"sections": sections})
    response = HttpResponse(whole, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _resubmission(request: HttpRequest) -> dict:
    """What was typed into a form of ours, to be sent again; a browser that is asked to forget a
    page (`no-store`) would have lost it. Passwords and files are not carried."""
    if request.method != "POST" or not comes_from_here(request) or is_revealing(request):
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, OSError):
        return {}
    sent = [(name, value) for name, value in fields if "password" not in name]
    return {"sent": sent, "has_files": has_files, "address": request.get_full_path()}


def is_revealing(request: HttpRequest) -> bool:
    return bool(request.resolver_match) and request.resolver_match.url_name == "how-to-reach"


def _current() -> dict:
    """Nobody, while the details of contacts are closed to visitors."""
    network = Network.objects.current()
    contact = network.contact or network.press_contact
    if network.is_closed(PublicPart.CONTACTS):
        contact = None
    return {
        "name": {code: _words(network, "name", code) for code in languages.codes()},
        "contact": {code: _words(contact, "name", code) for code in languages.codes()},
        "email": contact.email if contact else "",
        "phone": contact.phone if contact else "",
    }


def _words(item, field: str, code: str) -> str:
    with override(code):
        return languages.plain_words(item, field) if item else ""


def _kept() -> dict:
    """What was written down; nothing when there is no such file, or no whole one."""
    try:
        return json.loads(kept_file().read_text())
    except (OSError, ValueError):
        return {}


def _in(code: str, kept: dict) -> dict:
    """What is kept, in one language."""
    return {
        "name": kept.get("name", {}).get(code, ""),
        "contact": kept.get("contact", {}).get(code, ""),
        "email": kept.get("email", ""),
        "phone": kept.get("phone", ""),
    }
