"""The list of members as a reader asked for it, and the numbers on the map of regions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.models import Organisation, Region
from members.models.organisations import OrganisationQuerySet
from network import languages, text
from network.models import Topic

MEMBERS_A_PAGE = 60
# No name is longer; a search for one is not, either.
LONGEST_NAME = 160

FORMER = "former"

# A tile of the map and the step to the next, in units of the drawing.
TILE_WIDTH, TILE_HEIGHT, ROW_STEP = 60, 68, 52


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Tile:
    """A region on the map: its middle, how many members it has, and the link to them."""

    region: Region
    name: str
    x: int
    y: int
    number: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Map:
    """The regions that have a place, from the top left to the bottom right, and the whole size."""

    tiles: list[Tile] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(tile.x for tile in self.tiles) + TILE_WIDTH // 2

    @property
    def height(self) -> int:
        return max(tile.y for tile in self.tiles) + TILE_HEIGHT // 2


class CountedPaginator(Paginator):
    """For a list whose length is known already."""

    def __init__(self, *args, count: int):
        super().__init__(*args)
        self.count = count


class Directory:
    """What of the members a reader asked for; nonsense in the address is passed over.

    Asks four questions of the database, however many members there are.
    """

    def __init__(self, asked: QueryDict):
        public = Organisation.objects.published()
        self.shows_former = asked.get("members") == FORMER
        self._all = public.former_members() if self.shows_former else public.members()
        self._topics = {topic.pk: topic for topic in self._topics_of(public.members())}
        self.name = text.clean_line(asked.get("name", ""))[:LONGEST_NAME]
        self.kind = _valid(asked.get("kind"), Organisation.Kind.values)
        self.topic = _valid(asked.get("topic"), [topic.slug for topic in self._topics.values()])
        self._regions = list(self._regions_with_numbers())
        self.region = _valid(asked.get("region"), [region.slug for region in self._regions])
        self._found = self._chosen(self._in_region(self._all))
        self._facts = self._known_of(public.ever_members())

    def __bool__(self) -> bool:
        return bool(self.name or self.kind or self.topic or self.region)

    @property
    def count(self) -> int:
        return self._facts["found"]

    @property
    def has_former(self) -> bool:
        return bool(self._facts["former"])

    def page(self, number: str | None) -> Page:
        """A page of members; each carries its topics as `shown_topics`."""
        link = Organisation.topics.through.objects.filter(organisation=OuterRef("pk"))
        found = (
            self._found.in_order()
            .select_related("region")
            .annotate(topic_keys=ArraySubquery(link.values("topic_id")))
        )
        page = CountedPaginator(found, MEMBERS_A_PAGE, count=self.count).get_page(number)
        page.object_list = [self._with_topics(member) for member in page.object_list]
        return page

    def query(self, **changes: str) -> str:
        """The query string of what is chosen, with changes: `kind=youth&region=seoul`."""
        chosen = {"name": self.name, "region": self.region, "kind": self.kind, "topic": self.topic}
        chosen |= {"members": FORMER if self.shows_former else ""} | changes
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in chosen.items() if value})
        return query.urlencode()

    def selects(self) -> Iterator[tuple[str, str, list[Choice]]]:
        """What the form offers. Shape: name of the field, label, options."""
        yield "region", _("Region"), self._region_choices()
        yield "kind", _("Kind"), self._kind_choices()
        yield "topic", _("Topic"), self._topic_choices()

    def map(self) -> Map:
        return Map(sorted(self._tiles(), key=lambda tile: (tile.y, tile.x)))

    def _region_choices(self) -> list[Choice]:
        return [
            Choice(
                region.slug,
                f"{languages.plain_words(region, 'name')} ({region.number})",
                region.slug == self.region,
            )
            for region in self._regions
        ]

    def _kind_choices(self) -> list[Choice]:
        """Those that members are of, in the order of the model."""
        there = {*self._facts["kinds"], self.kind}
        return [
            Choice(kind.value, capfirst(kind.label), kind == self.kind)
            for kind in Organisation.Kind
            if kind in there
        ]

    def _topic_choices(self) -> list[Choice]:
        return [
            Choice(topic.slug, languages.plain_words(topic, "name"), topic.slug == self.topic)
            for topic in self._topics.values()
        ]

    def _tiles(self) -> Iterator[Tile]:
        for region in self._regions:
            if region.map_row is None:
                continue
            shift = TILE_WIDTH // 2 if region.map_row % 2 else 0
            yield Tile(
                region,
                languages.plain_words(region, "short_name") or str(region),
                region.map_column * TILE_WIDTH + TILE_WIDTH // 2 + shift,
                region.map_row * ROW_STEP + TILE_HEIGHT // 2,
                region.number,
                self.query(region=region.slug),
                region.slug == self.region,
            )

    def _chosen(self, members: OrganisationQuerySet) -> OrganisationQuerySet:
        """Of some members those that fit everything chosen but the region."""
        if self.kind:
            members = members.filter(kind=self.kind)
        if self.topic:
            members = members.filter(topics__slug=self.topic)
        return members.called(self.name)

    def _in_region(self, members: OrganisationQuerySet) -> OrganisationQuerySet:
        return members.filter(region__slug=self.region) if self.region else members

    def _regions_with_numbers(self):
        """How many members each would show, whichever is chosen now."""
        fitting = Q(organisations__in=self._chosen(self._all))
        return Region.objects.annotate(number=Count("organisations", filter=fitting))

    def _known_of(self, everybody: OrganisationQuerySet) -> dict:
        return everybody.aggregate(
            found=Count("pk", filter=Q(pk__in=self._found.values("pk"))),
            former=Count("pk", filter=Q(left_on__isnull=False)),
            kinds=ArrayAgg("kind", distinct=True, default=[]),
        )

    def _with_topics(self, member: Organisation) -> Organisation:
        topics = (self._topics.get(key) for key in member.topic_keys)
        member.shown_topics = [topic for topic in topics if topic]
        return member

    @staticmethod
    def _topics_of(members: OrganisationQuerySet):
        return Topic.objects.filter(organisations__in=members).distinct()


def _valid(value: str | None, known) -> str:
    return value if value in known else ""
