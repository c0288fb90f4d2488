from django import template
from django.utils.safestring import SafeString

from cms.publishing.structured_data import json_ld_script
from members.directory.structured_data import person_object
from members.names import display_names

register = template.Library()
register.filter("person_name", display_names.display_name)
register.filter("plain_person_name", display_names.plain_display_name)
register.filter(display_names.job_title)


@register.simple_tag(takes_context=True)
def person_data(context: dict) -> SafeString:
    return json_ld_script(person_object(context["person"]))
