"""Who made a work, in the reader's language. Nothing else prints it on public pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import npgettext, pgettext

from cms.i18n import languages
from members.names import display_names
from resources.models import Contributor, Resource

Role = Contributor.Role
# Those by whom a work is known; a work without any is known by its publisher.
MAKERS = (Role.AUTHOR, Role.DEVELOPER, Role.SPEAKER)


@dataclass(frozen=True)
class RoleGroup:
    label: str
    contributors: list[Contributor]


def role_groups(resource: Resource) -> list[RoleGroup]:
    """Contributors one after the other with the same role share its label."""
    groups = groupby(resource.contributors.all(), lambda contributor: contributor.role)
    return [_group(role, list(contributors)) for role, contributors in groups]


def _group(role: str, contributors: list[Contributor]) -> RoleGroup:
    number = len(contributors)
    labels = {
        Role.AUTHOR: npgettext("of a work", "Author", "Authors", number),
        Role.DEVELOPER: pgettext("of a work", "Developed by"),
        Role.EDITOR: npgettext("of a work", "Editor", "Editors", number),
        Role.TRANSLATOR: npgettext("of a work", "Translator", "Translators", number),
        Role.ILLUSTRATOR: npgettext("of a work", "Illustrator", "Illustrators", number),
        Role.SPEAKER: npgettext("of a work", "Speaker", "Speakers", number),
    }
    return RoleGroup(labels[Role(role)], contributors)


def display_name(contributor: Contributor) -> SafeString:
    if contributor.person:
        return display_names.display_name(contributor.person)
    return languages.translated_html(contributor.organisation or contributor, "name")


def page_url(contributor: Contributor) -> str:
    """Of the profile or organisation, if readers may see it; else empty."""
    person, organisation = contributor.person, contributor.organisation
    if person:
        return person.get_absolute_url() if person.has_page else ""
    return organisation.get_absolute_url() if organisation and organisation.is_published else ""


def plain_names(resource: Resource, roles: Iterable[str]) -> list[str]:
    """Without markup, for texts to copy and search. Hidden people are left out."""
    return [
        contributor.plain_name()
        for contributor in resource.contributors.all()
        if contributor.role in roles and not is_withheld(contributor)
    ]


def named_for_programs(resource: Resource) -> list[Contributor]:
    """Those whom search engines and feed readers are told. Minors are named on the page only, as
    at events, and hidden people nowhere."""
    return [
        contributor
        for contributor in resource.contributors.all()
        if not (is_withheld(contributor) or is_minor(contributor))
    ]


def is_minor(contributor: Contributor) -> bool:
    return contributor.person is not None and contributor.person.is_minor


def is_withheld(contributor: Contributor) -> bool:
    return contributor.person is not None and contributor.person.is_hidden


def publisher_name(resource: Resource) -> str:
    if resource.publisher:
        return languages.translated_text(resource.publisher, "name")
    return languages.translated_text(resource, "publisher_name")
