from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import ReindexTrigger, Searchable, SearchEntry
from cms.text.rich_text import to_plain_text
from members.models import Organisation, Person
from photos.models import Photo
from resources.formatting import contributors
from resources.models import Contributor, Resource, ResourceFile


def items() -> QuerySet[Resource]:
    return Resource.objects.with_page_relations()


def search_entry(resource: Resource) -> SearchEntry | None:
    if not resource.title:
        return None
    cover = resource.cover
    texts = [
        resource.subtitle,
        resource.summary,
        *contributors.public_names(resource, Contributor.Role.values),
        contributors.publisher_name(resource),
        resource.edition,
        str(resource.year or ""),
        resource.isbn,
        resource.doi,
        resource.audience,
        to_plain_text(resource.description or ""),
        *(file.title for file in resource.files.all()),
        cover.caption if cover and cover.is_displayable() else "",
    ]
    return SearchEntry(
        title=resource.title,
        text="\n".join(filter(None, texts)),
        url=resource.get_absolute_url(),
        published_at=resource.published_at_in(),
        photo=resource.cover_id,
        topics=tuple(topic.pk for topic in resource.topics.all()),
    )


def by_people(keys: Iterable[int]) -> QuerySet[Resource]:
    contributed = Contributor.objects.filter(person__in=keys).values("resource")
    return Resource.objects.filter(pk__in=contributed)


def by_organisations(keys: Iterable[int]) -> QuerySet[Resource]:
    contributed = Contributor.objects.filter(organisation__in=keys).values("resource")
    published = Resource.objects.filter(publisher__in=keys).values("pk")
    return Resource.objects.filter(pk__in=contributed.union(published))


def by_covers(keys: Iterable[int]) -> QuerySet[Resource]:
    return Resource.objects.filter(cover__in=keys)


SEARCHABLE = [
    Searchable(
        kind="resources",
        label=_("Resources"),
        items=items,
        make_entry=search_entry,
        triggers=(
            ReindexTrigger(Resource),
            ReindexTrigger(Contributor, "resource_id"),
            ReindexTrigger(ResourceFile, "resource_id"),
            ReindexTrigger(Resource.topics.through, "resource_id"),
            ReindexTrigger(Person, "id", by_people, is_indexed_first=True),
            ReindexTrigger(Organisation, "id", by_organisations),
            ReindexTrigger(Photo, "id", by_covers),
        ),
    )
]
