"""Whether the links of members still lead somewhere: tried politely, told in words.

A link is somebody else's word. Whatever it says, no request ever goes to an address of this
machine or its neighbours: every host is looked up first, also after each redirect, and the
connection goes to the very address that was judged.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from members.models import LinkCheck, Organisation
from network.structured_data import web_addresses

State = LinkCheck.State

EVERY = timedelta(days=7)
# What failed is tried again sooner: most troubles pass.
AGAIN = timedelta(days=1)

# A run belongs to a clock with other work to do. Seconds, but for the first.
LINKS_A_RUN = 5
RUN_ENDS_AFTER = 30
TIMEOUT = 8
DEADLINE = 15

REDIRECTS = 5
FOR_GOOD = (301, 308)
FOR_NOW = (302, 303, 307)
NOT_FOR_PROGRAMS = (401, 402, 403, 405, 406, 429, 451, 999)
NOT_FOUND = (404, 410)

# Ways to wrap an address of the old internet in one of the new that only look public.
WRAPPINGS = [ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("2001::/32")]

ADDRESS_LENGTH = LinkCheck._meta.get_field("address").max_length


@dataclass(frozen=True)
class Answer:
    """What trying a link came to; `leads_to` is set for what moved for good."""

    state: str
    leads_to: str = ""


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The link cannot be followed; `state` says why."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


def due() -> int:
    """How many links wait to be tried."""
    return LinkCheck.objects.due().count() if settings.LINK_CHECKS else 0


def check_some() -> int:
    """Try the links that are due, one a host, at most a handful; how many."""
    if not settings.LINK_CHECKS:
        return 0
    note_links()
    began, tried = monotonic(), 0
    for check in one_a_host(LinkCheck.objects.due()):
        if tried == LINKS_A_RUN or monotonic() - began > RUN_ENDS_AFTER:
            break
        settle(check, follow(check.address))
        tried += 1
    return tried


def note_links() -> None:
    """Have one row for every link that stands with a member, and none for the others."""
    there = {(check.organisation_id, check.address): check.pk for check in LinkCheck.objects.all()}
    wanted = {
        (organisation.pk, address)
        for organisation in Organisation.objects.only("website", "social_links")
        for address in addresses_of(organisation)
    }
    gone = [pk for place, pk in there.items() if place not in wanted]
    LinkCheck.objects.filter(pk__in=gone).delete()
    LinkCheck.objects.bulk_create(
        [
            LinkCheck(organisation_id=pk, address=address)
            for pk, address in sorted(wanted - set(there))
        ],
        ignore_conflicts=True,
    )


def addresses_of(organisation: Organisation) -> list[str]:
    """Every web address that stands with an organisation."""
    addresses = [organisation.website, *web_addresses(organisation.social_links)]
    return [address for address in addresses if address and len(address) <= ADDRESS_LENGTH]


def one_a_host(checks: Iterable[LinkCheck]) -> Iterator[LinkCheck]:
    """No host is asked twice in a run."""
    seen = set()
    for check in checks:
        host = check.address.partition("//")[2].partition("/")[0].casefold()
        if host not in seen:
            seen.add(host)
            yield check


def settle(check: LinkCheck, answer: Answer) -> None:
    """Write down what a link answered. Not `save()`: the link may have been taken out meanwhile."""
    now, failed = timezone.now(), answer.state in LinkCheck.FAILURES
    LinkCheck.objects.filter(pk=check.pk).update(
        state=answer.state,
        leads_to=answer.leads_to,
        since=check.since if answer.state == check.state else now,
        failures=check.failures + 1 if failed else 0,
        tried_at=now,
        due_at=now + (AGAIN if failed else EVERY),
    )


def follow(address: str, may_visit: Callable[[str], bool] | None = None) -> Answer:
    """Where a link leads, through at most five redirects. `may_visit` judges each IP address."""
    may_visit = may_visit or is_public
    here, for_good = address, True
    try:
        for _hop in range(REDIRECTS + 1):
            status, location = ask(here, may_visit)
            if status not in (*FOR_GOOD, *FOR_NOW) or not location:
                moved = here != address and for_good
                return judged(status, here if moved and len(here) <= ADDRESS_LENGTH else "")
            for_good = for_good and status in FOR_GOOD
            here = joined(here, location)
    except Refused as refused:
        return Answer(refused.state)
    return Answer(State.CIRCLING)


def joined(here: str, location: str) -> str:
    try:
        return urljoin(here, iri_to_uri(location))
    except ValueError as error:
        raise Refused(State.FAILING) from error


def judged(status: int, moved_to: str) -> Answer:
    if status < 400:
        return Answer(State.MOVED, moved_to) if moved_to else Answer(State.FINE)
    if status in NOT_FOUND:
        return Answer(State.GONE)
    return Answer(State.SHY if status in NOT_FOR_PROGRAMS else State.FAILING)


def ask(address: str, may_visit: Callable[[str], bool]) -> tuple[int, str]:
    """Status and Location of one address. Some servers answer HEAD wrongly: those are asked with
    GET, and of what they send nothing is read. Raises Refused."""
    parts = split(address)
    status, location = request("HEAD", parts, may_visit)
    return request("GET", parts, may_visit) if status >= 400 else (status, location)


def split(address: str) -> SplitResult:
    """An address in its parts, a Korean host name in the letters of the wire. Raises Refused."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise Refused(State.UNKNOWN_HOST) from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise Refused(State.PRIVATE)
    netloc = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    path, query = iri_to_uri(parts.path), iri_to_uri(parts.query)
    return parts._replace(netloc=netloc, path=path, query=query, fragment="")


def request(method: str, parts: SplitResult, may_visit: Callable[[str], bool]) -> tuple[int, str]:
    """One request to the very address that was judged, whatever the name means a moment later."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ip = looked_up(parts.hostname, port, may_visit)
    try:
        with socket.create_connection((ip, port), timeout=TIMEOUT) as line, hung_up(line):
            if parts.scheme == "http":
                return head(line, method, parts)
            context = ssl.create_default_context()
            with context.wrap_socket(line, server_hostname=parts.hostname) as secured:
                return head(secured, method, parts)
    except ssl.SSLCertVerificationError as error:
        raise Refused(State.CERTIFICATE) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(State.UNREACHABLE) from error


@contextmanager
def hung_up(line: socket.socket) -> Iterator[None]:
    """Ends a conversation after a while: a server that sends a letter a second would keep each
    single wait below the timeout."""
    deadline = Timer(DEADLINE, hang_up, [line])
    deadline.daemon = True
    deadline.start()
    try:
        yield
    finally:
        deadline.cancel()


def hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def head(line: socket.socket, method: str, parts: SplitResult) -> tuple[int, str]:
    """Status and Location; what follows the headers is not read."""
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.sock = line
    path = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in (("Host", parts.netloc), ("User-Agent", user_agent()), ("Accept", "*/*")):
        connection.putheader(name, value)
    connection.putheader("Connection", "close")
    connection.endheaders()
    response = connection.getresponse()
    return response.status, response.headers.get("Location", "")


def user_agent() -> str:
    """Who asks, and where to complain."""
    return f"Mozilla/5.0 (compatible; LinkCheck; +{settings.SITE_URL}/)"


def looked_up(host: str, port: int, may_visit: Callable[[str], bool]) -> str:
    """The IP address to connect to. A host of which any address is not public is refused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(State.UNKNOWN_HOST) from error
    ips = [entry[4][0] for entry in found]
    if not all(map(may_visit, ips)):
        raise Refused(State.PRIVATE)
    return ips[0]


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the internet, and not of this machine or its neighbours."""
    address = ip_address(ip.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif any(address in wrapping for wrapping in WRAPPINGS):
            return False
    if address.is_multicast or address.is_reserved:
        return False
    # Python takes the private addresses that IPv6 had at first for public ones.
    return address.is_global and not getattr(address, "is_site_local", False)


@transaction.atomic
def take_new_address(check: LinkCheck, by) -> bool:
    """Write the address a link moved to in place of the old one; whether it still stood there."""
    organisation = Organisation.objects.select_for_update().get(pk=check.organisation_id)
    if check.state != State.MOVED or check.address not in addresses_of(organisation):
        return False
    if organisation.website == check.address:
        organisation.website = check.leads_to
    whole = re.compile(rf"(?<!\S){re.escape(check.address)}(?!\S)")
    organisation.social_links = whole.sub(lambda _found: check.leads_to, organisation.social_links)
    organisation.full_clean()
    organisation.save()
    check.delete()
    words = _("Link changed from {old} to {new}.").format(old=check.address, new=check.leads_to)
    LogEntry.objects.log_actions(
        by.pk, [organisation], CHANGE, change_message=words, single_object=True
    )
    return True
