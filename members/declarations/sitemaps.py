from django.db.models import QuerySet

from cms.declarations.sitemaps import SitemapSection, publishable_section
from cms.i18n import languages
from members.models import Organisation, Person
from photos.structured_data import image_object


def people() -> QuerySet[Person]:
    """The people with a page that search engines may list."""
    people = Person.objects.with_profile().filter(noindex=False)
    return people.select_related("portrait__photographer")


SITEMAPS = [
    publishable_section("members", Organisation),
    SitemapSection(
        "people",
        people,
        languages=lambda _person: languages.codes(),
        image=lambda person: person.portrait and image_object(person.portrait),
    ),
]
