"""The one address of this site, whichever of its host names a visitor has used."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings


def absolute_url(path: str) -> str:
    """The whole address of a path of this site: `https://www.example.org/ko/news/`.

    Made from SITE_URL and never from the request: a Host header is the visitor's to write.
    """
    return urljoin(settings.SITE_URL, path)


def host_name() -> str:
    """The host name of the site, without a port."""
    return urlsplit(settings.SITE_URL).hostname or ""
