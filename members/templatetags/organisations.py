"""What the page of an organisation says to search engines."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from members.models import Organisation
from network import languages, structured_data
from network.models import Network

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_on_its_page(context: dict) -> SafeString:
    """The organisation as JSON-LD; nothing that its page does not show."""
    organisation, request = context["organisation"], context["request"]
    data = {
        "@type": "Organization",
        "name": organisation.name,
        "alternateName": organisation.abbreviation,
        "description": organisation.summary,
        "url": organisation.website or request.build_absolute_uri(organisation.get_absolute_url()),
        "mainEntityOfPage": request.build_absolute_uri(organisation.get_absolute_url()),
        "logo": request.build_absolute_uri(organisation.logo.url) if organisation.logo else "",
        "foundingDate": organisation.founded_on and organisation.written("founded"),
        "sameAs": structured_data.web_addresses(organisation.social_links),
        "memberOf": _memberships(organisation, context["network"], request),
    }
    return structured_data.script(data)


def _memberships(organisation: Organisation, network: Network, request: HttpRequest) -> list[dict]:
    """The networks it belongs to now."""
    found = [structured_data.publisher(network, request)] if organisation.is_member() else []
    if organisation.joined_alliance_on and network.parent_url:
        name = languages.plain_words(network, "parent_name")
        found.append({"@type": "Organization", "name": name, "url": network.parent_url})
    return found
