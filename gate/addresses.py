"""Where a request comes from, as far as that can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_of(request: HttpRequest) -> str:
    """Who to count a request against: the address of the visitor, of IPv6 the network of one
    household (/64). Empty when it cannot be told.

    Each proxy of ours adds whom it heard to X-Forwarded-For; what stands before that was written
    by the visitor and proves nothing.
    """
    heard = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    address = heard[-trusted] if 0 < trusted <= len(heard) else request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, as the browser itself tells it. A program
    that is no browser may say nothing: it sends in nobody else's name."""
    origin = request.headers.get("Origin")
    if origin is not None:
        is_ours = origin.partition("://")[2] == request.get_host()
        return is_ours or origin in settings.CSRF_TRUSTED_ORIGINS
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
