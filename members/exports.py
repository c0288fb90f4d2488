"""The list of members for other programs, such as those of the Alliance's secretariat.

Organisations only, never people; and of an organisation only what its own page shows.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from members.models import Organisation
from network import languages, structured_data, text
from network.site_address import absolute_url

# Excel takes a CSV file for Korean only with this mark before it.
BYTE_ORDER_MARK = "\ufeff"
SEPARATOR = "; "

COLUMNS = (
    "id",
    "name",
    "abbreviation",
    "kind",
    "summary",
    "region",
    "region_name",
    "city",
    "topics",
    "website",
    "links",
    "founded",
    "joined_network",
    "joined_alliance",
    "founding_member",
    "logo",
    "page",
)


def rows() -> list[dict]:
    """The members that are public in the reader's language. Keys and `id` stay as they are."""
    members = Organisation.objects.published().members().in_order()
    found = members.select_related("region").prefetch_related("topics")
    return [_row(member) for member in found]


def as_csv(found: Iterable[dict]) -> str:
    """The same rows as a table; what holds several values has them in one cell."""
    cells = StringIO()
    table = csv.DictWriter(cells, COLUMNS)
    table.writeheader()
    for row in found:
        table.writerow({name: _cell(value) for name, value in row.items()})
    return BYTE_ORDER_MARK + cells.getvalue()


def _row(member: Organisation) -> dict:
    region = member.region
    return {
        "id": member.pk,
        "name": member.name,
        "abbreviation": member.abbreviation,
        "kind": member.kind,
        "summary": member.summary or "",
        "region": region.slug if region else "",
        "region_name": languages.plain_words(region, "name") if region else "",
        "city": languages.plain_words(member, "city"),
        "topics": [topic.slug for topic in member.topics.all()],
        "website": member.website,
        "links": structured_data.web_addresses(member.social_links),
        "founded": member.written("founded"),
        "joined_network": member.written("joined"),
        "joined_alliance": member.written("joined_alliance"),
        "founding_member": member.is_founding_member,
        "logo": absolute_url(member.logo.url) if member.logo else "",
        "page": absolute_url(member.get_absolute_url()),
    }


def _cell(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    whole = SEPARATOR.join(value) if isinstance(value, list) else str(value)
    return text.harmless_cell(whole)
