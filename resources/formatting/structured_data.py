"""Works for search engines (schema.org), with the same facts as their pages."""

import mimetypes
from typing import Any

from django.urls import reverse

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import strip_markup
from members.directory.structured_data import organisation_object
from photos.structured_data import image_object
from resources.formatting import contributors
from resources.identifiers import doi_url
from resources.models import Contributor, Resource, ResourceFile

Kind, Role = Resource.Kind, Contributor.Role

SCHEMA_TYPES = {
    Kind.TOOLKIT: "LearningResource",
    Kind.BOOK: "Book",
    Kind.REPORT: "Report",
    Kind.ANNUAL_REPORT: "Report",
    Kind.POLICY_PAPER: "Report",
    Kind.TRAINING: "LearningResource",
}
PROPERTY_FOR_ROLE = {
    Role.AUTHOR: "author",
    Role.DEVELOPER: "author",
    Role.SPEAKER: "author",
    Role.EDITOR: "editor",
    Role.TRANSLATOR: "translator",
    Role.ILLUSTRATOR: "illustrator",
}
# In schema.org only a Book has these.
BOOK_PROPERTIES = ("illustrator", "bookEdition", "isbn")


def resource_object(resource: Resource) -> dict[str, Any]:
    page = absolute_url(resource.get_absolute_url())
    data = {
        "@type": SCHEMA_TYPES.get(Kind(resource.kind), "CreativeWork"),
        "@id": f"{page}#work",
        "mainEntityOfPage": page,
        "url": page,
        "name": resource.title,
        "alternativeHeadline": resource.subtitle,
        "description": resource.summary,
        **_contributors(resource),
        "publisher": _publisher(resource),
        "datePublished": resource.year and str(resource.year),
        "bookEdition": resource.edition,
        "isbn": resource.isbn,
        "sameAs": doi_url(resource.doi) if resource.doi else "",
        "inLanguage": resource.work_languages,
        "license": resource.licence_url(),
        "keywords": [strip_markup(str(topic)) for topic in resource.topics.all()],
        "audience": resource.audience and {"@type": "Audience", "audienceType": resource.audience},
        "encoding": [_media_object(file) for file in resource.files.all()],
        "image": resource.cover and image_object(resource.cover, shows_caption=False),
    }
    if data["@type"] != "Book":
        data |= dict.fromkeys(BOOK_PROPERTIES)
    return data


def translation_properties(resource: Resource, related: list[Resource]) -> dict[str, Any]:
    """The original and the translations among the related works that the page lists."""
    originals = [_work(work) for work in related if work.pk == resource.translation_of_id]
    translations = [_work(work) for work in related if work.translation_of_id == resource.pk]
    return {
        "translationOfWork": originals[0] if originals else None,
        "workTranslation": translations,
    }


def _work(resource: Resource) -> dict[str, Any]:
    return {
        "@type": SCHEMA_TYPES.get(Kind(resource.kind), "CreativeWork"),
        "name": resource.title,
        "url": absolute_url(resource.get_absolute_url()),
    }


def _contributors(resource: Resource) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for contributor in contributors.machine_readable_contributors(resource):
        name = PROPERTY_FOR_ROLE[Role(contributor.role)]
        found.setdefault(name, []).append(_contributor(contributor))
    return found


def _contributor(contributor: Contributor) -> dict[str, Any]:
    if contributor.organisation:
        return organisation_object(contributor.organisation)
    data = {"@type": "Person", "name": contributor.plain_name()}
    if url := contributors.profile_url(contributor):
        data["url"] = absolute_url(url)
    return data


def _publisher(resource: Resource) -> dict[str, Any] | None:
    if resource.publisher:
        return organisation_object(resource.publisher)
    name = languages.translated_text(resource, "publisher_name")
    return {"@type": "Organization", "name": name} if name else None


def _media_object(file: ResourceFile) -> dict[str, Any]:
    """`contentSize` is a text in schema.org."""
    data: dict[str, Any] = {"@type": "MediaObject", "inLanguage": file.language, "name": file.title}
    if file.url:
        data["contentUrl"] = file.url
    else:
        data["contentUrl"] = absolute_url(reverse("resources:file", args=[file.pk]))
        data["encodingFormat"] = mimetypes.guess_type(file.file.name or "")[0]
        data["contentSize"] = f"{file.size} B"
    return {name: value for name, value in data.items() if value}
