from datetime import datetime, time

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from cms.declarations.public_pages import PageSection, publishable_section
from cms.i18n import languages
from members.models import Agreement, Organisation, Person
from members.models.agreements import DocumentInForce
from members.names import display_names
from photos.structured_data import image_object


def people() -> QuerySet[Person]:
    """The people with a page that search engines may list."""
    people = Person.objects.with_profile().filter(noindex=False)
    return people.select_related("portrait__photographer")


def name_in(person: Person, code: str) -> str:
    with override(code):
        return display_names.plain_display_name(person)


def last_change(version: Agreement, _code: str) -> datetime:
    """The page of a document changes when another version comes into force, too."""
    begun = timezone.make_aware(datetime.combine(version.in_force_from, time.min))
    return max(version.updated_at, begun)


PAGE_SECTIONS = [
    publishable_section("members", Organisation, short_url_letter="m"),
    # Without `slug_field`: whoever guesses at the names of people is not helped.
    PageSection(
        "people",
        Person,
        people,
        languages=lambda _person: languages.codes(),
        title=name_in,
        image_object=lambda person: person.portrait and image_object(person.portrait),
    ),
    PageSection(
        "documents",
        Agreement,
        lambda: Agreement.objects.in_force(),
        languages=lambda version: version.published_languages,
        title=lambda version, code: version.title_in(code),
        lastmod=last_change,
        path=lambda version: DocumentInForce(version).get_absolute_url(),
        slug_field="kind",
    ),
]
