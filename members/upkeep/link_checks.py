"""Checking whether the links of members still work.

Members choose the links. Against server-side request forgery, no request goes to this machine or
its network: every host is resolved first, also after each redirect, and the connection goes to the
very IP address that was checked.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from cms.publishing.structured_data import web_urls
from members import limits_and_periods
from members.models import LinkCheck, Organisation
from members.models.link_checks import MAX_URL_LENGTH

State = LinkCheck.State

PERMANENT_REDIRECTS = (301, 308)
TEMPORARY_REDIRECTS = (302, 303, 307)
BLOCKING_STATUSES = (401, 402, 403, 405, 406, 429, 451, 999)
NOT_FOUND = (404, 410)

# IPv6 addresses that contain an IPv4 address look public even if the IPv4 address is private.
IPV4_IN_IPV6 = [ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("2001::/32")]


@dataclass(frozen=True)
class LinkResult:
    state: str
    redirects_to: str = ""


class LinkCheckError(Exception):
    """The link cannot be followed; `state` says why."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


def count_due() -> int:
    return LinkCheck.objects.due().count() if settings.LINK_CHECKS else 0


def check_due_links() -> int:
    """Checks at most `MAX_LINKS_PER_RUN` links, one per host; returns their number."""
    if not settings.LINK_CHECKS:
        return 0
    update_link_checks()
    started_at, count = monotonic(), 0
    for check in one_per_host(LinkCheck.objects.due()):
        if (
            count == limits_and_periods.MAX_LINKS_PER_RUN
            or monotonic() - started_at > limits_and_periods.LINK_RUN_SECONDS
        ):
            break
        save_result(check, follow_link(check.url))
        count += 1
    return count


def update_link_checks() -> None:
    """Creates a check for each link of an organisation, and deletes those of removed links."""
    existing = {(check.organisation_id, check.url): check.pk for check in LinkCheck.objects.all()}
    links = {
        (organisation.pk, url)
        for organisation in Organisation.objects.only("website", "social_links")
        for url in organisation_links(organisation)
    }
    removed = [pk for link, pk in existing.items() if link not in links]
    LinkCheck.objects.filter(pk__in=removed).delete()
    LinkCheck.objects.bulk_create(
        [LinkCheck(organisation_id=pk, url=url) for pk, url in sorted(links - set(existing))],
        ignore_conflicts=True,
    )


def organisation_links(organisation: Organisation) -> list[str]:
    urls = [organisation.website, *web_urls(organisation.social_links)]
    return [url for url in urls if url and len(url) <= MAX_URL_LENGTH]


def one_per_host(checks: Iterable[LinkCheck]) -> Iterator[LinkCheck]:
    seen = set()
    for check in checks:
        host = check.url.partition("//")[2].partition("/")[0].casefold()
        if host not in seen:
            seen.add(host)
            yield check


def save_result(check: LinkCheck, result: LinkResult) -> None:
    """Not with `save()`: the link may have been removed meanwhile."""
    now, has_failed = timezone.now(), result.state in LinkCheck.FAILURES
    LinkCheck.objects.filter(pk=check.pk).update(
        state=result.state,
        redirects_to=result.redirects_to,
        state_since=check.state_since if result.state == check.state else now,
        failure_count=check.failure_count + 1 if has_failed else 0,
        checked_at=now,
        next_check_at=now
        + (
            limits_and_periods.LINK_RETRY_INTERVAL
            if has_failed
            else limits_and_periods.LINK_CHECK_INTERVAL
        ),
    )


def follow_link(url: str, is_allowed_ip: Callable[[str], bool] | None = None) -> LinkResult:
    """Follows a link through at most five redirects. `is_allowed_ip` checks each IP address."""
    is_allowed_ip = is_allowed_ip or is_public
    target, is_permanent = url, True
    try:
        for _hop in range(limits_and_periods.MAX_REDIRECTS + 1):
            status, location = request_status(target, is_allowed_ip)
            if status not in (*PERMANENT_REDIRECTS, *TEMPORARY_REDIRECTS) or not location:
                has_moved = target != url and is_permanent and len(target) <= MAX_URL_LENGTH
                return result_of_status(status, target if has_moved else "")
            is_permanent = is_permanent and status in PERMANENT_REDIRECTS
            target = join_location(target, location)
    except LinkCheckError as error:
        return LinkResult(error.state)
    return LinkResult(State.REDIRECT_LOOP)


def join_location(url: str, location: str) -> str:
    try:
        return urljoin(url, iri_to_uri(location))
    except ValueError as error:
        raise LinkCheckError(State.SERVER_ERROR) from error


def result_of_status(status: int, moved_to: str) -> LinkResult:
    if status < 400:
        return LinkResult(State.MOVED, moved_to) if moved_to else LinkResult(State.WORKING)
    if status in NOT_FOUND:
        return LinkResult(State.GONE)
    return LinkResult(State.BLOCKED if status in BLOCKING_STATUSES else State.SERVER_ERROR)


def request_status(url: str, is_allowed_ip: Callable[[str], bool]) -> tuple[int, str]:
    """Returns the status and the Location header. Some servers answer HEAD wrongly: they get a GET
    whose body is not read. Raises LinkCheckError."""
    split = split_url(url)
    status, location = send_request("HEAD", split, is_allowed_ip)
    return send_request("GET", split, is_allowed_ip) if status >= 400 else (status, location)


def split_url(url: str) -> SplitResult:
    """Splits a URL, with a Korean host name in its ASCII form (IDNA). Raises LinkCheckError."""
    try:
        split = urlsplit(url)
        host = (split.hostname or "").encode("idna").decode()
        port = f":{split.port}" if split.port else ""
    except ValueError as error:
        raise LinkCheckError(State.UNKNOWN_HOST) from error
    if split.scheme not in ("http", "https") or not host or split.username or split.password:
        raise LinkCheckError(State.PRIVATE)
    netloc = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    path, query = iri_to_uri(split.path), iri_to_uri(split.query)
    return split._replace(netloc=netloc, path=path, query=query, fragment="")


def send_request(
    method: str, url: SplitResult, is_allowed_ip: Callable[[str], bool]
) -> tuple[int, str]:
    """Connects to the IP address that was checked, whatever the name resolves to a moment later."""
    port = url.port or (443 if url.scheme == "https" else 80)
    ip = resolve_host(url.hostname or "", port, is_allowed_ip)
    try:
        with (
            socket.create_connection(
                (ip, port), timeout=limits_and_periods.LINK_TIMEOUT_SECONDS
            ) as connection,
            time_limit(connection),
        ):
            if url.scheme == "http":
                return exchange_headers(connection, method, url)
            context = ssl.create_default_context()
            with context.wrap_socket(connection, server_hostname=url.hostname) as secured:
                return exchange_headers(secured, method, url)
    except ssl.SSLCertVerificationError as error:
        raise LinkCheckError(State.CERTIFICATE) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise LinkCheckError(State.UNREACHABLE) from error


@contextmanager
def time_limit(connection: socket.socket) -> Iterator[None]:
    """Ends the connection after `LINK_DEADLINE_SECONDS`: a server that sends one byte per second
    would keep each wait below the timeout."""
    deadline = Timer(limits_and_periods.LINK_DEADLINE_SECONDS, shut_down, [connection])
    deadline.daemon = True
    deadline.start()
    try:
        yield
    finally:
        deadline.cancel()


def shut_down(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def exchange_headers(connection: socket.socket, method: str, url: SplitResult) -> tuple[int, str]:
    http_connection = http.client.HTTPConnection(url.hostname or "", url.port)
    http_connection.sock = connection
    path = url._replace(scheme="", netloc="", path=url.path or "/").geturl()
    http_connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in (("Host", url.netloc), ("User-Agent", user_agent()), ("Accept", "*/*")):
        http_connection.putheader(name, value)
    http_connection.putheader("Connection", "close")
    http_connection.endheaders()
    response = http_connection.getresponse()
    return response.status, response.headers.get("Location", "")


def user_agent() -> str:
    return f"Mozilla/5.0 (compatible; LinkCheck; +{settings.SITE_URL}/)"


def resolve_host(host: str, port: int, is_allowed_ip: Callable[[str], bool]) -> str:
    """Returns the IP address to connect to. A host with any address that is not public is
    refused."""
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LinkCheckError(State.UNKNOWN_HOST) from error
    ips = [str(entry[4][0]) for entry in entries]
    if not all(map(is_allowed_ip, ips)):
        raise LinkCheckError(State.PRIVATE)
    return ips[0]


def is_public(ip: str) -> bool:
    """Whether an IP address is on the internet, and not of this machine or its network."""
    address = ip_address(ip.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif any(address in wrapping for wrapping in IPV4_IN_IPV6):
            return False
    if address.is_multicast or address.is_reserved:
        return False
    # Python counts fec0::/10, the first private addresses of IPv6, as public.
    return address.is_global and not getattr(address, "is_site_local", False)


@transaction.atomic
def replace_moved_link(check: LinkCheck, by: User) -> bool:
    """Replaces a link by the URL to which it moved. Returns False if the link has been removed."""
    organisation = Organisation.objects.select_for_update().get(pk=check.organisation_id)
    if check.state != State.MOVED or check.url not in organisation_links(organisation):
        return False
    if organisation.website == check.url:
        organisation.website = check.redirects_to
    pattern = re.compile(rf"(?<!\S){re.escape(check.url)}(?!\S)")
    organisation.social_links = pattern.sub(
        lambda _match: check.redirects_to, organisation.social_links
    )
    organisation.full_clean()
    organisation.save()
    check.delete()
    message = _("Link changed from {old} to {new}.").format(old=check.url, new=check.redirects_to)
    LogEntry.objects.log_actions(
        by.pk, [organisation], CHANGE, change_message=message, single_object=True
    )
    return True
