"""What templates say about languages, dates and addresses."""

from django import template
from django.db import models
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.safestring import SafeString

from network import languages
from network.publishing import Publishable

register = template.Library()


@register.filter
def words(item: models.Model, field: str) -> SafeString:
    """`{{ topic|words:"name" }}`: a name, borrowed from another language where it lacks one."""
    return languages.words(item, field)


@register.simple_tag(takes_context=True)
def language_links(context: dict, item: Publishable | None = None) -> list[dict]:
    """The switch: this page in each language. Shape: code, name, address (empty: not there yet).

    For an item only the languages in which it is public have an address.
    """
    request = context["request"]
    return [
        {
            "code": code,
            "name": languages.own_name(code),
            "is_active": code == languages.active(),
            "address": _address(request, item, code),
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
    there = {code: request.build_absolute_uri(path) for code, path in addresses.items() if path}
    if len(there) < 2:
        return []
    default = {"code": "x-default", "address": next(iter(there.values()))}
    return [{"code": code, "address": path} for code, path in there.items()] + [default]


@register.simple_tag(takes_context=True)
def canonical(context: dict) -> str:
    """The absolute address of this page. Filters and pages of lists are pages of their own."""
    return context["request"].build_absolute_uri()


def _address(request: HttpRequest, item: Publishable | None, code: str) -> str:
    if item is None:
        return translate_url(request.get_full_path(), code)
    return item.address_in(code) if code in item.published_languages else ""
