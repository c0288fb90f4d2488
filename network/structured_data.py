"""What search engines are told of a page (schema.org, JSON-LD). It repeats what readers see."""

import json
from html import unescape

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from network import languages
from network.models import Network
from network.site_address import absolute_url

# Without these signs no text can end the script element it stands in.
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(data: dict) -> SafeString:
    """The data block of a page; empty entries are left out."""
    whole = {"@context": "https://schema.org"} | {
        key: value for key, value in data.items() if value
    }
    words = json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False).translate(HARMLESS)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))  # noqa: S308


def plain(words: str) -> str:
    """Words of a page without their markup."""
    return unescape(strip_tags(words))


def web_addresses(lines: str | None) -> list[str]:
    """The addresses in a text that holds one a line; what is no web address is passed over."""
    return [line for line in (lines or "").split() if line.startswith(("https://", "http://"))]


def organisation(network: Network) -> dict:
    """The network as its home page presents it."""
    parent = {
        "@type": "Organization",
        "name": plain(languages.words(network, "parent_name")),
        "url": network.parent_url,
    }
    return {
        **publisher(network),
        "alternateName": _other_names(network),
        "description": network.tagline,
        "foundingDate": network.founded_on,
        "parentOrganization": parent if parent["name"] else None,
        "sameAs": web_addresses(network.social_links),
    }


def publisher(network: Network) -> dict:
    """The network where another thing names it."""
    data = {
        "@type": "NGO",
        "name": plain(languages.words(network, "name")),
        "url": absolute_url(f"/{languages.active()}/"),
    }
    if network.logo:
        data["logo"] = absolute_url(network.logo.url)
    return data


def _other_names(network: Network) -> list[str]:
    columns = [*languages.columns("name"), *languages.columns("short_name")]
    names = dict.fromkeys(getattr(network, column) for column in columns)
    shown = plain(languages.words(network, "name"))
    return [name for name in names if name and name != shown]
