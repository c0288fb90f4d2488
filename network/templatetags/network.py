from django import template
from django.utils.safestring import SafeString

from cms.publishing import structured_data
from network.structured_data import as_organisation, website_object

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_data(context: dict) -> SafeString:
    return structured_data.json_ld_script(as_organisation(context["network"]))


@register.simple_tag(takes_context=True)
def website_data(context: dict) -> SafeString:
    return structured_data.json_ld_script(website_object(context["network"]))
