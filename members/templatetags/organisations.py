from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.publishing.structured_data import json_ld_script
from members.directory.structured_data import network_with_members, organisation_page_object
from members.models import Organisation

register = template.Library()

# The name is beside it. Logos of any shape are fitted into a square: `width` and `height` keep its
# place until the logo and the style have come. A page of the directory has sixty.
LOGO = """<picture class="logo">
  {dark}
  <img {on_white} src="{url}" width="80" height="80" alt="" loading="lazy" decoding="async">
</picture>"""
DARK_LOGO = '<source media="(prefers-color-scheme: dark)" srcset="{}">'
ON_WHITE = SafeString('class="logo-on-white"')
MONOGRAM = '<span class="logo monogram" aria-hidden="true">{}</span>'


@register.simple_tag
def logo(organisation: Organisation) -> SafeString:
    """The logo of an organisation, or initials in its place."""
    if not organisation.logo:
        return format_html(MONOGRAM, organisation.monogram())
    dark = organisation.logo_dark
    return format_html(
        LOGO,
        url=organisation.logo.url,
        dark=format_html(DARK_LOGO, dark.url) if dark else "",
        on_white="" if dark else ON_WHITE,
    )


@register.simple_tag(takes_context=True)
def organisation_on_its_page(context: dict) -> SafeString:
    return json_ld_script(organisation_page_object(context["organisation"], context["network"]))


@register.simple_tag(takes_context=True)
def network_with_listed_members(context: dict) -> SafeString:
    return json_ld_script(network_with_members(context["network"], context["page"]))
