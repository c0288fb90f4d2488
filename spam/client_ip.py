from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Returns the IP address to which limits apply; for IPv6 the network of one household (/64).
    Empty if unknown.

    Each of our proxies appends the address it got the request from to X-Forwarded-For. What comes
    before was written by the visitor and proves nothing.
    """
    forwarded_for = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(forwarded_for):
        address = forwarded_for[-proxies]
    else:
        address = request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, according to the browser. Other programs
    may send no such header: they act in nobody else's name."""
    origin = request.headers.get("Origin")
    if origin is not None:
        is_ours = origin.partition("://")[2] == request.get_host()
        return is_ours or origin in settings.CSRF_TRUSTED_ORIGINS
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
