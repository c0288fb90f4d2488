from django.db.models import QuerySet
from django.utils.translation import override

from cms.declarations.sitemaps import SitemapSection, publishable_section
from cms.i18n import languages
from members.models import Organisation, Person
from members.names import display_names
from photos.structured_data import image_object


def people() -> QuerySet[Person]:
    """The people with a page that search engines may list."""
    people = Person.objects.with_profile().filter(noindex=False)
    return people.select_related("portrait__photographer")


def name_in(person: Person, code: str) -> str:
    with override(code):
        return display_names.plain_display_name(person)


SITEMAPS = [
    publishable_section("members", Organisation, short_address_letter="m"),
    SitemapSection(
        "people",
        Person,
        people,
        languages=lambda _person: languages.codes(),
        title=name_in,
        image=lambda person: person.portrait and image_object(person.portrait),
    ),
]
