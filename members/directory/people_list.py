"""The people with a public profile, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F

from cms.queries.compiled_prefetch import AnyOf
from cms.queries.compiled_query import PLACEHOLDER_NUMBERS, CompiledQuery
from members.limits_and_periods import PEOPLE_PER_PAGE
from members.models import Person
from page_cache.cached_values import cached_until_change


def page_of_people(number: str | None) -> Page[Any]:
    """In the alphabetical order of the reader's language, with portraits and organisations."""
    return page_with(keys_of_people(), number)


def page_with(all_keys: list[int], number: str | None) -> Page[Any]:
    page: Page[Any] = Paginator(all_keys, PEOPLE_PER_PAGE).get_page(number)
    keys = list(page.object_list)
    found = {person.pk: person for person in _people.instances(keys)} if keys else {}
    page.object_list = [found[key] for key in keys if key in found]
    return page


@cached_until_change
def keys_of_people() -> list[int]:
    return list(Person.objects.with_profile().in_name_order().values_list("pk", flat=True))


# Only those who have a profile still: hiding somebody waits for no memory.
_people: CompiledQuery[Person] = CompiledQuery(
    lambda keys: (
        Person.objects.with_profile()
        .filter(AnyOf(F("pk"), keys))
        .select_related("portrait__photographer", "organisation")
    ),
    PLACEHOLDER_NUMBERS,
)
