from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from cms.i18n import languages
from cms.publishing.structured_data import json_ld_script
from cms.queries.compiled_query import compiled_once
from events.models import Campaign, Event
from members.models import Person
from resources import feeds
from resources.formatting import contributors
from resources.formatting.structured_data import resource_object, translation_properties
from resources.identifiers import doi_url
from resources.limits_and_periods import MAX_RELATED_RESOURCES
from resources.models import Resource, ResourceFile, ResourceQuerySet

register = template.Library()
register.filter("role_groups", contributors.role_groups)
register.filter("contributor_name", contributors.display_name)
register.filter("profile_url", contributors.profile_url)
register.filter(doi_url)

register.simple_tag(feeds.feed_of_all)
register.simple_tag(feeds.feed_of_list)


@register.filter
def creator_names(resource: Resource) -> list[SafeString]:
    """For lists, which name only authors, developers and speakers."""
    return [
        contributors.display_name(contributor)
        for contributor in resource.contributors.all()
        if contributor.role in contributors.CREATOR_ROLES
    ]


@register.filter
def work_language_names(resource: Resource) -> list[str]:
    return [languages.language_name(code) for code in resource.work_languages]


@register.filter
def sorted_files(resource: Resource) -> list[ResourceFile]:
    """Those in the reader's language first."""
    files = resource.files.all()
    return sorted(files, key=lambda file: file.language != languages.active())


@register.filter
def file_facts(file: ResourceFile) -> str:
    """Language, type and size, or where it is; pages: "Korean, PDF, 1.2 MB, 48 pages"."""
    facts = [file.language_name()]
    facts += [file.host()] if file.url else [file.file_type(), filesizeformat(file.size)]
    if file.pages:
        facts.append(ngettext("{n} page", "{n} pages", file.pages).format(n=file.pages))
    return ", ".join(facts)


@register.simple_tag(takes_context=True)
def resource_data(context: dict) -> SafeString:
    resource, related = context["resource"], context["related_works"]
    return json_ld_script(resource_object(resource) | translation_properties(resource, related))


@register.simple_tag
@compiled_once(Campaign)
def resources_of_campaign(campaign: Campaign) -> ResourceQuerySet:
    public = Resource.objects.published().filter(campaign=campaign)
    return public.with_list_relations().newest_first()[:MAX_RELATED_RESOURCES]


@register.simple_tag
@compiled_once(Event)
def resources_of_event(event: Event) -> ResourceQuerySet:
    public = Resource.objects.published().filter(events=event)
    return public.newest_first()[:MAX_RELATED_RESOURCES]


@register.simple_tag
@compiled_once(Person)
def resources_of_person(person: Person) -> ResourceQuerySet:
    public = Resource.objects.published().by_person(person)
    return public.newest_first()[:MAX_RELATED_RESOURCES]
