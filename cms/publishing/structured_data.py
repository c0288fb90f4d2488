"""Data for search engines (schema.org, JSON-LD). It repeats what readers see."""

import json
from html import unescape

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

# Escaped, so that no text can close the script element.
ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def json_ld_script(data: dict) -> SafeString:
    """Empty values are left out."""
    document = {"@context": "https://schema.org"} | {
        key: value for key, value in data.items() if value
    }
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False)
    # `str.translate` takes ten times as long for text that is not ASCII.
    for char, escaped in ESCAPES.items():
        text = text.replace(char, escaped)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def strip_markup(html: str) -> str:
    return unescape(strip_tags(html)) if "<" in html or "&" in html else str(html)


def web_urls(lines: str | None) -> list[str]:
    """The URLs in a text with one per line; other lines are left out."""
    return [line for line in (lines or "").split() if line.startswith(("https://", "http://"))]
