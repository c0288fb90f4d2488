"""What templates say about languages, names, texts and addresses."""

from urllib.parse import urlsplit

from django import template
from django.db import models
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import override, pgettext, to_locale

from network import languages, structured_data, text
from network.publishing import Publishable
from network.site_address import absolute_url

register = template.Library()

# What search engines and messengers show of a description.
DESCRIPTION_LENGTH = 180


@register.filter
def words(item: models.Model, field: str) -> SafeString:
    """`{{ topic|words:"name" }}`: a name, borrowed from another language where it lacks one."""
    return languages.words(item, field)


@register.filter
def label(item: models.Model, field: str) -> str:
    """The same without markup, for `<title>` and attributes."""
    return structured_data.plain(languages.words(item, field))


@register.filter
def rich(markup: str | None) -> SafeString:
    """The markup of a `RichTextField`, which cleans whatever enters the database."""
    return mark_safe(text.unbroken(markup or ""))  # noqa: S308 - cleaned by `network.fields`


@register.filter
def unbroken(words: str | None) -> SafeString:
    """A text whose lines end where a reader pauses; see `network.text.unbroken`."""
    return mark_safe(text.unbroken(conditional_escape(words or "")))  # noqa: S308 - escaped


@register.filter
def without_stop(sentence: str) -> str:
    """A sentence before a colon, such as the label of a box to tick."""
    return str(sentence).removesuffix(".")


@register.filter
def opening(markup: str | None) -> str:
    """How a text begins, in one line without markup: for descriptions."""
    return Truncator(" ".join(text.plain(markup or "").split())).chars(DESCRIPTION_LENGTH)


@register.filter
def host(address: str) -> str:
    """Where a web address leads: `menengage.org`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.filter
def web_links(lines: str | None) -> list[dict]:
    """The web addresses in a text, one a line. Shape: address, host."""
    return [{"address": line, "host": host(line)} for line in structured_data.web_addresses(lines)]


@register.filter
def locale(code: str) -> str:
    """A language as Open Graph has it, with a country: `en_GB`."""
    with override(code):
        named = pgettext("this language for social networks, such as ko_KR", "en_GB")
    return named if named.startswith(code[:2]) else to_locale(code)


@register.simple_tag(takes_context=True)
def language_links(context: dict, item: Publishable | None = None, address: str = "") -> list[dict]:
    """The switch: this page in each language. Shape: code, name, address (empty: not there yet).

    For an item only the languages in which it is public have an address. A page that has no
    counterpart of its own, such as an error, gives the address whose counterparts to name.
    """
    request = context["request"]
    return [
        {
            "code": code,
            "name": languages.own_name(code),
            "is_active": code == languages.active(),
            "address": translate_url(address, code) if address else _address(request, item, code),
        }
        for code in languages.codes()
    ]


@register.simple_tag(takes_context=True)
def alternates(context: dict, item: Publishable | None = None) -> list[dict]:
    """For `<link rel="alternate">`: absolute addresses of the languages that are really public.

    x-default is the network's own language, else the first there is. A page that is public in
    one language has no alternates.
    """
    request = context["request"]
    if request.GET or (item is None and request.resolver_match is None):
        return []
    addresses = {code: _address(request, item, code) for code in languages.codes()}
    there = {code: absolute_url(path) for code, path in addresses.items() if path}
    if len(there) < 2:
        return []
    default = {"code": "x-default", "address": next(iter(there.values()))}
    return [{"code": code, "address": path} for code, path in there.items()] + [default]


register.simple_tag(absolute_url)


@register.simple_tag(takes_context=True)
def canonical(context: dict) -> str:
    """The absolute address of this page. Filters and pages of lists are pages of their own."""
    return absolute_url(context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def organisation_data(context: dict) -> SafeString:
    """The network for search engines, on its home page."""
    data = structured_data.organisation(context["network"])
    return structured_data.script(data)


def _address(request: HttpRequest, item: Publishable | None, code: str) -> str:
    if not item:
        return translate_url(request.get_full_path(), code)
    return item.address_in(code) if code in item.published_languages else ""
