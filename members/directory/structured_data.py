"""Members for search engines (schema.org), with nothing that their pages do not show."""

from collections.abc import Iterable

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import web_urls
from members.models import Organisation, Person
from members.names import display_names
from network.models import Network
from network.structured_data import as_publisher
from photos.structured_data import image_object


def person_object(person: Person) -> dict:
    """Describes a person on the page of the public profile."""
    portrait, organisation = person.shown_portrait(), person.organisation
    return {
        "@type": "Person",
        "name": display_names.plain_display_name(person),
        "url": absolute_url(person.get_absolute_url()),
        "jobTitle": languages.translated_text(person, "role"),
        "description": person.biography,
        "image": portrait and image_object(portrait, shows_caption=False),
        "worksFor": organisation and organisation_object(organisation),
    }


def organisation_page_object(organisation: Organisation, network: Network) -> dict:
    """Describes an organisation on its own page."""
    page = absolute_url(organisation.get_absolute_url())
    return {
        "@type": "Organization",
        "name": organisation.name,
        "alternateName": organisation.abbreviation,
        "description": organisation.summary,
        "url": organisation.website or page,
        "mainEntityOfPage": page,
        "logo": absolute_url(organisation.logo.url) if organisation.logo else "",
        "foundingDate": organisation.founded_on and organisation.iso_date("founded"),
        "sameAs": web_urls(organisation.social_links),
        "memberOf": _memberships(organisation, network),
    }


def network_with_members(network: Network, members: Iterable[Organisation]) -> dict:
    """Describes the network with the members that a page lists."""
    return as_publisher(network) | {"member": [organisation_object(member) for member in members]}


def organisation_object(organisation: Organisation) -> dict:
    """Describes an organisation on other pages, such as those of events."""
    data = {"@type": "Organization", "name": languages.translated_text(organisation, "name")}
    if organisation.is_published:
        data["url"] = absolute_url(organisation.get_absolute_url())
    return data


def _memberships(organisation: Organisation, network: Network) -> list[dict]:
    memberships = [as_publisher(network)] if organisation.is_member() else []
    if organisation.joined_alliance_on and network.parent_url:
        name = languages.translated_text(network, "parent_name")
        memberships.append({"@type": "Organization", "name": name, "url": network.parent_url})
    return memberships
