"""Pages and lines of a copy that stand in for what only the site itself can do."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.translation import get_language_from_path, override

from cms.publishing.site_url import absolute_url
from network.models import Contact, Network, PublicFeature
from operations.snapshot.internal_urls import InternalURL
from operations.snapshot.site_client import request_for

# Stands for the moment while it is not known yet whether a page changed.
MOMENT_PLACEHOLDER = "[[moment of the copy 1f3c9a70]]"

FOOTER_END = "</footer>"
HEAD_END = "</head>"
NOINDEX = '<meta name="robots" content="noindex">'


def language_of(url: InternalURL) -> str:
    return get_language_from_path(url.path) or settings.LANGUAGE_CODE


def substitute_page(url: InternalURL) -> str:
    """In place of a page that only the site itself can make: a form, a search, a login."""
    with override(language_of(url)):
        context = {
            "moment": MOMENT_PLACEHOLDER,
            "address": absolute_url(str(url)),
            "contact": public_contact(),
            "has_language": get_language_from_path(url.path) is not None,
        }
        template = "website/snapshot/needs_site.html"
        return render_to_string(template, context, request=request_for(url))


def public_contact() -> Contact | None:
    """None while contact details are closed to visitors."""
    network = Network.objects.current()
    if network.is_closed(PublicFeature.CONTACTS):
        return None
    return network.contact or network.press_contact


def missing_page() -> str:
    """Static hosts show it at every address without a file, in whatever language that is."""
    with override(settings.LANGUAGE_CODE):
        return render_to_string("404.html", request=request_for(InternalURL("/404.html")))


def redirect_page(target: InternalURL | str, link: str) -> str:
    """`link` leads to the target on the host of the copy."""
    language = language_of(target) if isinstance(target, InternalURL) else settings.LANGUAGE_CODE
    live = absolute_url(str(target))
    with override(language):
        context = {"link": link, "live": live}
        return render_to_string("website/snapshot/redirect.html", context)


def with_notice(page: str, url: InternalURL) -> str:
    """The page with a line at its end that says what it is; the moment is put in later."""
    with override(language_of(url)):
        context = {"moment": MOMENT_PLACEHOLDER, "address": absolute_url(str(url))}
        notice = render_to_string("website/snapshot/_notice.html", context)
    start, end, rest = page.rpartition(FOOTER_END)
    return f"{start}{notice}{end}{rest}"


def with_noindex(page: str) -> str:
    """A header says so on the site; static hosts send none."""
    return page if NOINDEX in page else page.replace(HEAD_END, NOINDEX + HEAD_END, 1)


def with_moment(page: str, moment: datetime, url: InternalURL) -> bytes:
    with override(language_of(url)):
        local = timezone.localtime(moment)
        written = formats.date_format(local, "DATETIME_FORMAT")
    return page.replace(MOMENT_PLACEHOLDER, escape(written)).encode()
