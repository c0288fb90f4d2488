"""Members with the columns that their cards in the directory show.

A page of the directory has sixty. The queries that find them give their keys alone; what is shown
of them is loaded by a query that is compiled once.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cms.i18n import languages
from cms.queries.compiled_query import compiled_by_keys
from members.models import Organisation
from members.models.organisations import OrganisationQuerySet
from page_cache.cached_values import cached_until_change

SHOWN_FIELDS = (
    "slug",
    "abbreviation",
    "region",
    "logo",
    "logo_dark",
    "joined_on",
    "joined_precision",
    "left_on",
    "is_founding_member",
    "is_delisted",
)
SHOWN_TRANSLATED_FIELDS = ("name", "summary", "published_at")


@compiled_by_keys
def listed_members() -> OrganisationQuerySet:
    """Only those that are public still: taking somebody off the list waits for no memory. With the
    keys of their topics as `topic_ids`."""
    topic_links = Organisation.topics.through.objects.filter(organisation=OuterRef("pk"))
    translated = map(languages.field_name, SHOWN_TRANSLATED_FIELDS)
    members = Organisation.objects.published().only(*SHOWN_FIELDS, *translated)
    return members.annotate(topic_ids=ArraySubquery(topic_links.values("topic_id")))


@cached_until_change
def keys_of_members() -> list[int]:
    return keys_in_name_order(Organisation.objects.published().members())


def keys_in_name_order(members: OrganisationQuerySet) -> list[int]:
    return list(members.in_name_order().values_list("pk", flat=True))
