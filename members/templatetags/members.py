"""How pages name people and organisations; for people see `members.naming`."""

from django import template
from django.utils.safestring import SafeString

from members import naming
from members.models import Organisation, Person
from network import languages, structured_data
from network.site_address import absolute_url
from photos.templatetags.photos import image_object

register = template.Library()
register.filter("person_name", naming.name)
register.filter("plain_person_name", naming.plain_name)
register.filter("role_that_day", naming.role)


@register.simple_tag(takes_context=True)
def person_data(context: dict) -> SafeString:
    """Who has a public profile as JSON-LD; nothing that the page does not show."""
    person: Person = context["person"]
    portrait, organisation = person.shown_portrait(), person.organisation
    data = {
        "@type": "Person",
        "name": naming.plain_name(person),
        "url": absolute_url(person.get_absolute_url()),
        "jobTitle": languages.plain_words(person, "role"),
        "description": person.biography,
        "image": portrait and image_object(portrait),
        "worksFor": organisation and organisation_object(organisation),
    }
    return structured_data.script(data)


def organisation_object(organisation: Organisation) -> dict:
    """An organisation for structured data, with its page where it has one."""
    data = {"@type": "Organization", "name": languages.plain_words(organisation, "name")}
    if organisation.is_published:
        data["url"] = absolute_url(organisation.get_absolute_url())
    return data
