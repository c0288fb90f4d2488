"""The list of members, filtered by the query string, and the regions with their counts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.i18n import languages
from cms.queries.compiled_query import compiled_list
from cms.text import plain_text
from members.directory.listed_members import (
    keys_in_name_order,
    keys_of_members,
    listed_members,
)
from members.directory.region_map import MapTile, RegionMap, tile_center
from members.limits_and_periods import MEMBERS_PER_PAGE
from members.models import Organisation, Region
from members.models.organisations import OrganisationQuerySet
from network.models import Topic
from page_cache.cached_values import cached_until_change

# As in `Organisation.name`.
MAX_NAME_LENGTH = 160

# The value of the parameter `members` that selects former members.
FORMER = "former"


@dataclass(frozen=True)
class FilterOption:
    value: str
    label: str
    is_selected: bool


class Directory:
    """The members filtered by the parameters of the query string; invalid values are ignored. Makes
    five queries, however many members there are."""

    def __init__(self, query_params: QueryDict):
        public = Organisation.objects.published()
        self.shows_former = query_params.get("members") == FORMER
        self._all = public.former_members() if self.shows_former else public.members()
        self._topics = {topic.pk: topic for topic in topics_of_members()}
        self.name = plain_text.clean_line(query_params.get("name", ""))[:MAX_NAME_LENGTH]
        self.kind = _valid(query_params.get("kind"), Organisation.Kind.values)
        self.topic = _valid(
            query_params.get("topic"), [topic.slug for topic in self._topics.values()]
        )
        # Of all regions, as they are counted without it.
        self.region = ""
        self._regions = regions_of_members() if self._is_unfiltered() else self._count_by_region()
        self.region = _valid(
            query_params.get("region"), [region.slug for region, _count in self._regions]
        )
        self._members = self._filter_except_region(self._filter_by_region(self._all))
        self._counts = counts_of_members() if self._is_unfiltered() else self._count_members()

    def __bool__(self) -> bool:
        return bool(self.name or self.kind or self.topic or self.region)

    @property
    def count(self) -> int:
        return self._counts["members"]

    @property
    def has_former(self) -> bool:
        return bool(self._counts["former"])

    def page(self, number: str | None) -> Page:
        """Each member of the page has its region, and its topics as `shown_topics`."""
        keys = keys_of_members() if self._is_unfiltered() else keys_in_name_order(self._members)
        page: Page[Any] = Paginator(keys, MEMBERS_PER_PAGE).get_page(number)
        page.object_list = listed_members(list(page.object_list))
        regions = {region.pk: region for region, _count in self._regions}
        for member in page.object_list:
            member.region = regions.get(member.region_id) if member.region_id else None
            topics = (self._topics.get(pk) for pk in vars(member)["topic_ids"])
            vars(member)["shown_topics"] = [topic for topic in topics if topic]
        return page

    def query(self, **changes: str) -> str:
        """Returns the query string of the selected filters, with changes:
        `kind=youth&region=seoul`."""
        params = {"name": self.name, "region": self.region, "kind": self.kind, "topic": self.topic}
        params |= {"members": FORMER if self.shows_former else ""} | changes
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in params.items() if value})
        return query.urlencode()

    def selects(self) -> Iterator[tuple[str, str, list[FilterOption]]]:
        """The filters of the form. Shape: (name, label, options)."""
        yield "region", _("Region"), self._region_choices()
        yield "kind", pgettext("of an organisation", "Kind"), self._kind_choices()
        yield "topic", _("Topic"), self._topic_choices()

    def map(self) -> RegionMap:
        return RegionMap(sorted(self._tiles(), key=lambda tile: (tile.y, tile.x)))

    def _region_choices(self) -> list[FilterOption]:
        return [
            FilterOption(
                region.slug,
                f"{languages.translated_text(region, 'name')} ({count})",
                region.slug == self.region,
            )
            for region, count in self._regions
        ]

    def _kind_choices(self) -> list[FilterOption]:
        used_kinds = {*self._counts["kinds"], self.kind}
        return [
            FilterOption(kind.value, capfirst(str(kind.label)), kind == self.kind)
            for kind in Organisation.Kind
            if kind in used_kinds
        ]

    def _topic_choices(self) -> list[FilterOption]:
        return [
            FilterOption(
                topic.slug, languages.translated_text(topic, "name"), topic.slug == self.topic
            )
            for topic in self._topics.values()
        ]

    def _tiles(self) -> Iterator[MapTile]:
        for region, count in self._regions:
            if center := tile_center(region):
                name = languages.translated_text(region, "short_name") or str(region)
                query, is_selected = self.query(region=region.slug), region.slug == self.region
                yield MapTile(region, name, *center, count, query, is_selected)

    def _filter_except_region(self, members: OrganisationQuerySet) -> OrganisationQuerySet:
        if self.kind:
            members = members.filter(kind=self.kind)
        if self.topic:
            members = members.filter(topics__slug=self.topic)
        return members.with_name_like(self.name)

    def _filter_by_region(self, members: OrganisationQuerySet) -> OrganisationQuerySet:
        return members.filter(region__slug=self.region) if self.region else members

    def _is_unfiltered(self) -> bool:
        return not (self or self.shows_former)

    def _count_by_region(self) -> list[tuple[Region, int]]:
        return _count_by_region(self._filter_except_region(self._all))

    def _count_members(self) -> dict:
        return _count_members(self._members)


@compiled_list
def topics_of_members() -> QuerySet[Topic]:
    members = Organisation.objects.published().members()
    return Topic.objects.filter(organisations__in=members).distinct()


@cached_until_change
def regions_of_members() -> list[tuple[Region, int]]:
    return _count_by_region(Organisation.objects.published().members())


@cached_until_change
def counts_of_members() -> dict:
    return _count_members(Organisation.objects.published().members())


def _count_by_region(members: OrganisationQuerySet) -> list[tuple[Region, int]]:
    counted = Count("organisations", filter=Q(organisations__in=members))
    regions = Region.objects.annotate(member_count=counted)
    return [(region, vars(region)["member_count"]) for region in regions]


def _count_members(members: OrganisationQuerySet) -> dict:
    return (
        Organisation.objects.published()
        .ever_members()
        .aggregate(
            members=Count("pk", filter=Q(pk__in=members.values("pk"))),
            former=Count("pk", filter=Q(left_on__isnull=False)),
            kinds=ArrayAgg("kind", distinct=True, default=[]),
        )
    )


def _valid(value: str | None, valid_values: Collection[str]) -> str:
    return value if value and value in valid_values else ""
