"""How pages name people and organisations; for people see `members.naming`."""

from django import template
from django.http import HttpRequest

from members import naming
from members.models import Organisation
from network import languages

register = template.Library()
register.filter("person_name", naming.name)
register.filter("role_that_day", naming.role)


def organisation_object(organisation: Organisation, request: HttpRequest) -> dict:
    """An organisation for structured data, with its page where it has one."""
    data = {"@type": "Organization", "name": languages.plain_words(organisation, "name")}
    if organisation.is_published:
        data["url"] = request.build_absolute_uri(organisation.get_absolute_url())
    return data
