from typing import Any

from django import template
from django.db import models
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from cms.i18n import languages
from cms.publishing import short_urls, structured_data
from cms.publishing.publishable import Publishable
from cms.publishing.share_cards.cards import ShareCard, card_for_page
from network.share_cards import publisher_in
from network.structured_data import as_organisation, website_object
from versions.models import TranslationPair

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_data(context: dict) -> SafeString:
    return structured_data.json_ld_script(as_organisation(context["network"]))


@register.simple_tag(takes_context=True)
def website_data(context: dict) -> SafeString:
    return structured_data.json_ld_script(website_object(context["network"]))


@register.simple_tag(takes_context=True)
def share_card(context: Context, *subjects: Any) -> ShareCard:
    """The card of the page about the first of the subjects that there is, of a list, or of the
    site."""
    match = context["request"].resolver_match
    publisher = publisher_in(languages.active(), context["network"])
    item = next(filter(None, subjects), None)
    return card_for_page(item, match.view_name if match else "", publisher)


@register.simple_tag
def short_url_and_qr_code(item: models.Model) -> dict[str, SafeString | str]:
    code = short_urls.code_of(item)
    # It contains nothing but our own URL.
    qr_markup = mark_safe(short_urls.qr_markup(code))  # noqa: S308
    return {"url": short_urls.short_url(code), "qr_markup": qr_markup}


@register.inclusion_tag("network/_outdated_notice.html", takes_context=True)
def outdated_notice(context: Context, item: models.Model) -> dict[str, Any]:
    """Tells readers that a text is older than that in another language. Asks the database only
    where the network wants them to be told."""
    if not context["network"].tells_outdated_translations:
        return {}
    found = TranslationPair.objects.for_item(item).outdated().filter(target=languages.active())
    for pair in found.order_by("outdated_since"):
        if url := _public_url(item, pair.source):
            return {"pair": pair, "url": url}
    return {}


def _public_url(item: Any, language: str) -> str:
    """Empty for an item that is not public in that language."""
    if isinstance(item, Publishable) and language not in item.published_languages:
        return ""
    with override(language):
        return str(item.get_absolute_url())
