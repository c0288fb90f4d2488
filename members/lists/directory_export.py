"""The list of members for other programs, such as those of the Alliance's secretariat.
Organisations only, never people, and only what their public pages show."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.fields import get_model_field
from cms.i18n import languages
from cms.publishing import structured_data
from cms.publishing.site_url import absolute_url
from members.lists import csv_files
from members.models import Organisation

SEPARATOR = "; "

# The keys of the JSON file, the same in every language. A code is followed by its label.
EXPORT_KEYS = (
    "id",
    "name",
    "abbreviation",
    "kind",
    "kind_name",
    "summary",
    "region",
    "region_name",
    "city",
    "topics",
    "topic_names",
    "website",
    "links",
    "founded",
    "joined_network",
    "joined_alliance",
    "founding_member",
    "logo",
    "page",
)


def export_headings() -> list[str]:
    headings = {
        "id": pgettext("headings of the list of members", "number"),
        "kind": pgettext("headings of the list of members", "code of the kind"),
        "region": pgettext("headings of the list of members", "code of the region"),
        "topics": pgettext("headings of the list of members", "codes of the topics"),
        "page": pgettext("headings of the list of members", "address of the page"),
    }
    return [capfirst(headings.get(key) or _label(FIELDS.get(key, key))) for key in EXPORT_KEYS]


# The fields of an organisation whose labels are the headings of these keys.
FIELDS = {
    "kind_name": "kind",
    "region_name": "region",
    "topic_names": "topics",
    "links": "social_links",
    "founded": "founded_on",
    "joined_network": "joined_on",
    "joined_alliance": "joined_alliance_on",
    "founding_member": "is_founding_member",
}


def _label(field: str) -> str:
    return str(get_model_field(Organisation, field).verbose_name)


def directory_rows() -> list[dict]:
    """The members that are public in the reader's language. Keys and `id` are the same in all
    languages."""
    members = Organisation.objects.published().members().in_name_order()
    members = members.select_related("region").prefetch_related("topics")
    return [_row(member) for member in members]


def directory_csv(rows: Iterable[dict]) -> bytes:
    """Several values of a key are in one cell."""
    cells = ([_cell(row[key]) for key in EXPORT_KEYS] for row in rows)
    return csv_files.as_csv([export_headings(), *cells])


def _row(member: Organisation) -> dict:
    region = member.region
    return {
        "id": member.pk,
        "name": member.name,
        "abbreviation": member.abbreviation,
        "kind": member.kind,
        "kind_name": member.get_kind_display(),
        "summary": member.summary or "",
        "region": region.slug if region else "",
        "region_name": languages.translated_text(region, "name") if region else "",
        "city": languages.translated_text(member, "city"),
        "topics": [topic.slug for topic in member.topics.all()],
        "topic_names": [languages.translated_text(topic, "name") for topic in member.topics.all()],
        "website": member.website,
        "links": structured_data.web_urls(member.social_links),
        "founded": member.iso_date("founded"),
        "joined_network": member.iso_date("joined"),
        "joined_alliance": member.iso_date("joined_alliance"),
        "founding_member": member.is_founding_member,
        "logo": absolute_url(member.logo.url) if member.logo else "",
        "page": absolute_url(member.get_absolute_url()),
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)
