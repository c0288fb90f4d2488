"""What the page of an organisation says to search engines."""

from django import template
from django.utils.safestring import SafeString

from members.models import Organisation
from network import languages, structured_data
from network.models import Network
from network.site_address import absolute_url

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_on_its_page(context: dict) -> SafeString:
    """The organisation as JSON-LD; nothing that its page does not show."""
    organisation = context["organisation"]
    page = absolute_url(organisation.get_absolute_url())
    data = {
        "@type": "Organization",
        "name": organisation.name,
        "alternateName": organisation.abbreviation,
        "description": organisation.summary,
        "url": organisation.website or page,
        "mainEntityOfPage": page,
        "logo": absolute_url(organisation.logo.url) if organisation.logo else "",
        "foundingDate": organisation.founded_on and organisation.written("founded"),
        "sameAs": structured_data.web_addresses(organisation.social_links),
        "memberOf": _memberships(organisation, context["network"]),
    }
    return structured_data.script(data)


def _memberships(organisation: Organisation, network: Network) -> list[dict]:
    """The networks it belongs to now."""
    found = [structured_data.publisher(network)] if organisation.is_member() else []
    if organisation.joined_alliance_on and network.parent_url:
        name = languages.plain_words(network, "parent_name")
        found.append({"@type": "Organization", "name": name, "url": network.parent_url})
    return found
