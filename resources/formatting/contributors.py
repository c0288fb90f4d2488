"""Names of those who made a work, in the reader's language. Public pages print them with this only,
so that hidden people stay hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import npgettext, pgettext

from cms.i18n import languages
from members.names import display_names
from resources.models import Contributor, Resource

Role = Contributor.Role
# Those whom lists and citations name as its authors; if there are none, they name the publisher.
CREATOR_ROLES = (Role.AUTHOR, Role.DEVELOPER, Role.SPEAKER)


@dataclass(frozen=True)
class RoleGroup:
    label: str
    contributors: list[Contributor]


def role_groups(resource: Resource) -> list[RoleGroup]:
    """Returns neighbouring contributors of the same role in one group, which has one label."""
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


def profile_url(contributor: Contributor) -> str:
    """The page of the person or organisation; empty if it is not public."""
    person, organisation = contributor.person, contributor.organisation
    if person:
        return person.get_absolute_url() if person.has_page else ""
    return organisation.get_absolute_url() if organisation and organisation.is_published else ""


def public_names(resource: Resource, roles: Iterable[str]) -> list[str]:
    """Plain texts, for citations and the search. Hidden people are left out."""
    return [
        contributor.plain_name()
        for contributor in resource.contributors.all()
        if contributor.role in roles and not has_hidden_person(contributor)
    ]


def machine_readable_contributors(resource: Resource) -> list[Contributor]:
    """For structured data and feeds. Minors are named on the page only, as at events, and hidden
    people nowhere."""
    return [
        contributor
        for contributor in resource.contributors.all()
        if not (has_hidden_person(contributor) or is_minor(contributor))
    ]


def is_minor(contributor: Contributor) -> bool:
    return contributor.person is not None and contributor.person.is_minor


def has_hidden_person(contributor: Contributor) -> bool:
    return contributor.person is not None and contributor.person.is_hidden


def publisher_name(resource: Resource) -> str:
    if resource.publisher:
        return languages.translated_text(resource.publisher, "name")
    return languages.translated_text(resource, "publisher_name")
