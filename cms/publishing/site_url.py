"""The one URL of this site, whatever host name a request came by."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings


def absolute_url(path: str) -> str:
    """`https://www.example.org/ko/news/`, made from SITE_URL and never from the request: the Host
    header is written by the visitor."""
    return urljoin(settings.SITE_URL, path)


def host_name() -> str:
    """Without a port."""
    return urlsplit(settings.SITE_URL).hostname or ""
