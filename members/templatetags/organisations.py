from django import template
from django.utils.safestring import SafeString

from cms.publishing.structured_data import json_ld_script
from members.directory.structured_data import network_with_members, organisation_page_object

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_on_its_page(context: dict) -> SafeString:
    return json_ld_script(organisation_page_object(context["organisation"], context["network"]))


@register.simple_tag(takes_context=True)
def network_with_listed_members(context: dict) -> SafeString:
    return json_ld_script(network_with_members(context["network"], context["page"]))
