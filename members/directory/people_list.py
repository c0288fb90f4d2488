"""The people with a public profile, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator

from cms.queries.compiled_query import compiled_by_keys
from members.limits_and_periods import PEOPLE_PER_PAGE
from members.models import Person
from members.models.people import PersonQuerySet
from page_cache.cached_values import cached_until_change


def page_of_people(number: str | None) -> Page[Any]:
    """In the alphabetical order of the reader's language, with portraits and organisations."""
    page: Page[Any] = Paginator(keys_of_people(), PEOPLE_PER_PAGE).get_page(number)
    page.object_list = listed_people(list(page.object_list))
    return page


@cached_until_change
def keys_of_people() -> list[int]:
    return list(Person.objects.with_profile().in_name_order().values_list("pk", flat=True))


@compiled_by_keys
def listed_people() -> PersonQuerySet:
    """Only those who have a profile still: hiding somebody waits for no memory."""
    return Person.objects.with_profile().select_related("portrait__photographer", "organisation")
