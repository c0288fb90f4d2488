"""Short URLs for print, such as https://example.org/s/e12, and their QR codes.

They name an item by its number, which never changes, so a poster stays right when the URL of
the page does. They lead to public pages only.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any

import segno
from django.db.models import Model
from django.urls import reverse

from cms.declarations.public_pages import PageSection, sections
from cms.publishing.site_url import absolute_url

# How to join, which is no item.
JOIN = "join"

# A quarter of the code may be covered or dirty.
ERROR_CORRECTION = "q"
# Pixels of a module in the PNG: about 8 cm wide at 300 dpi.
PNG_SCALE = 30
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def short_url(code: str) -> str:
    return absolute_url(reverse("short-url", args=[code]))


def code_of(item: Model) -> str:
    """Empty for items without a short URL."""
    for section in sections().values():
        if section.short_url_letter and isinstance(item, section.model):
            return f"{section.short_url_letter}{item.pk}"
    return ""


def find_item(code: str) -> tuple[PageSection, Any] | None:
    """The public item with this code."""
    for section in sections().values():
        if section.short_url_letter and code.startswith(section.short_url_letter):
            item = section.with_keys([code.removeprefix(section.short_url_letter)]).first()
            return (section, item) if item else None
    return None


def qr_file(code: str, kind: str) -> bytes:
    """`kind`: a key of `CONTENT_TYPES`. Black on white, as scanners want it."""
    buffer = BytesIO()
    options: dict[str, Any] = {"svg": {"scale": 10, "xmldecl": False}, "png": {"scale": PNG_SCALE}}
    _qr_code(short_url(code)).save(buffer, kind=kind, light="#fff", **options[kind])
    return buffer.getvalue()


def qr_markup(code: str) -> str:
    """SVG to stand within a page."""
    markup: str = _qr_code(short_url(code)).svg_inline(scale=4, light="#fff", omitsize=True)
    return markup


# Making one takes as long as the rest of a page; a thousand take about 3 MB.
@lru_cache(maxsize=1000)
def _qr_code(url: str) -> segno.QRCode:
    return segno.make(url, error=ERROR_CORRECTION, micro=False)
