from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.declarations.search import LONG_AGO, ReindexTrigger, Searchable, SearchEntry
from cms.i18n import languages
from cms.text.rich_text import to_plain_text
from members.models import Organisation, Person


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("region").prefetch_related("topics")


def organisation_entry(organisation: Organisation) -> SearchEntry | None:
    if not organisation.name:
        return None
    region = organisation.region
    words = [
        organisation.abbreviation,
        organisation.summary,
        to_plain_text(organisation.description or ""),
        organisation.city,
        languages.translated_text(region, "name") if region else "",
    ]
    return SearchEntry(
        title=organisation.name,
        text="\n".join(filter(None, words)),
        url=organisation.get_absolute_url(),
        published_at=None if organisation.is_delisted else organisation.published_at_in(),
        other_names=tuple(organisation.search_terms()),
        topics=tuple(topic.pk for topic in organisation.topics.all()),
    )


def people() -> QuerySet[Person]:
    return Person.objects.select_related("organisation")


def person_entry(person: Person) -> SearchEntry:
    """In every language: a name may be borrowed from another one."""
    words = [person.role, person.biography]
    return SearchEntry(
        title=languages.translated_text(person, "name"),
        text="\n".join(filter(None, words)),
        url=person.get_absolute_url() if person.has_page else "",
        published_at=LONG_AGO if person.has_page else None,
        other_names=tuple(person.all_names()),
        photo=person.portrait_id,
    )


SEARCHABLE = [
    Searchable(
        kind="members",
        label=_("Organisations"),
        items=organisations,
        make_entry=organisation_entry,
        triggers=(
            ReindexTrigger(Organisation),
            ReindexTrigger(Organisation.topics.through, "organisation_id"),
        ),
    ),
    Searchable(
        kind="people",
        label=_("People"),
        items=people,
        make_entry=person_entry,
        triggers=(ReindexTrigger(Person, is_indexed_first=True),),
        # Whoever guesses at the names of people is not helped.
        is_guessable=False,
    ),
]
