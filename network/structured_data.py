"""The network for search engines (schema.org)."""

from django.urls import reverse

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import strip_markup, web_urls
from network.models import Network


def as_organisation(network: Network) -> dict:
    """For the home page."""
    parent = {
        "@type": "Organization",
        "name": strip_markup(languages.translated_html(network, "parent_name")),
        "url": network.parent_url,
    }
    return {
        **as_publisher(network),
        "alternateName": _other_names(network),
        "description": network.tagline,
        "foundingDate": network.founded_on,
        "parentOrganization": parent if parent["name"] else None,
        "sameAs": web_urls(network.social_links),
    }


def website_object(network: Network) -> dict:
    """The site with its search, for the home page."""
    home = absolute_url(f"/{languages.active()}/")
    search = absolute_url(reverse("search:search"))
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": strip_markup(languages.translated_html(network, "name")),
        "inLanguage": languages.active(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{search}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def as_publisher(network: Network) -> dict:
    """For the pages of other things, such as articles."""
    data = {
        "@type": "NGO",
        "name": strip_markup(languages.translated_html(network, "name")),
        "url": absolute_url(f"/{languages.active()}/"),
    }
    if network.logo:
        data["logo"] = absolute_url(network.logo.url)
    return data


def _other_names(network: Network) -> list[str]:
    columns = [*languages.field_names("name"), *languages.field_names("short_name")]
    names = dict.fromkeys(getattr(network, column) for column in columns)
    shown = strip_markup(languages.translated_html(network, "name"))
    return [name for name in names if name and name != shown]
