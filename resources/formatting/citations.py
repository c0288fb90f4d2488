"""How to cite a work, in the style of each language in which its page is public.

The translations of the patterns below (django.po) make the style: English follows the APA, Korean
sets titles in 『』 and writes 옮김 behind a translator.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import override, pgettext

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from resources.formatting import contributors
from resources.identifiers import doi_url
from resources.models import Contributor, Resource

Role = Contributor.Role


@dataclass(frozen=True)
class Citation:
    """A text to copy, and the language of its style."""

    language: str
    text: str

    def language_name(self) -> str:
        return languages.language_name(self.language)


def citations(resource: Resource) -> list[Citation]:
    """One in each language in which the page is public, the reader's language first."""
    codes = sorted(resource.published_languages, key=lambda code: code != languages.active())
    found = []
    for code in codes:
        with override(code):
            found.append(Citation(code, citation(resource)))
    return found


def citation(resource: Resource) -> str:
    """In the active language."""
    return " ".join(_parts(resource))


def _parts(resource: Resource) -> Iterator[str]:
    creators = contributors.public_names(resource, contributors.CREATOR_ROLES)
    publisher = contributors.publisher_name(resource)
    year = str(resource.year or pgettext("a citation without a year", "n.d."))
    authors = _join(creators) or publisher
    if authors:
        yield pgettext("a citation", "{authors} ({year}).").format(authors=authors, year=year)
        yield _title(resource)
    else:
        yield _title(resource)
        yield pgettext("a citation without authors", "({year}).").format(year=year)
    if publisher and publisher != authors:
        yield pgettext("a citation", "{publisher}.").format(publisher=publisher)
    yield doi_url(resource.doi) if resource.doi else absolute_url(resource.get_absolute_url())


def _title(resource: Resource) -> str:
    title = pgettext("the title in a citation", "{title}").format(title=resource.full_title())
    details = pgettext("between details in a citation", "; ").join(_details(resource))
    if not details:
        return pgettext("a citation", "{title}.").format(title=title)
    form = pgettext("a citation", "{title} ({details}).")
    return form.format(title=title, details=details)


def _details(resource: Resource) -> Iterator[str]:
    if resource.edition:
        yield resource.edition
    for role, form in (
        (Role.EDITOR, pgettext("a citation", "{names}, Ed.")),
        (Role.TRANSLATOR, pgettext("a citation", "{names}, Trans.")),
    ):
        if names := contributors.public_names(resource, [role]):
            yield form.format(names=_join(names))


def _join(names: list[str]) -> str:
    return pgettext("between names in a citation", ", ").join(names)
