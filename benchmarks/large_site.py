"""A site of any size for benchmarks: articles with photos, events with people, members."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.large_site_texts import in_every_language, texts, titles_of
from events.models import (
    Campaign,
    Event,
    EventOrganisation,
    Participation,
    Session,
)
from members.models import Organisation, Person, Region
from network.models import Network, Topic
from news.models import Article, GalleryBlock, GalleryPhoto, PhotoBlock, TextBlock
from photos.models import Photo, Photographer
from resources.models import Contributor, Resource, ResourceFile
from search.index import rebuild_index
from search.models import Change

PHOTOS_AN_ARTICLE = 3
PEOPLE_AN_EVENT = 3
# Of so many people one has a page.
WITH_PAGE = 10
START = datetime(2006, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
BATCH = 1_000
TOPICS = 12


def moment_of(number: int, of: int) -> datetime:
    return START + (NOW - START) * number / of


@dataclass(frozen=True)
class LargeSite:
    """`articles` of them since 2006, and as many events, members and people as go with them."""

    articles: int = 20_000

    @property
    def photos(self) -> int:
        return self.articles

    @property
    def events(self) -> int:
        return self.articles // 10

    @property
    def resources(self) -> int:
        return self.articles // 16

    @property
    def members(self) -> int:
        return min(1_200, self.articles // 10)

    @property
    def people(self) -> int:
        return self.articles * 3 // 20

    def fill(self) -> None:
        Network.objects.create(**in_every_language(name="Network", short_name="NET"))
        topics = Topic.objects.bulk_create(
            Topic(slug=f"topic-{n}", **in_every_language(name=f"Topic {n}")) for n in range(TOPICS)
        )
        region = Region.objects.create(slug="here", **in_every_language(name="Here"))
        members = self.fill_members(region)
        photos = self.fill_photos()
        events = self.fill_events(members, photos)
        people = self.fill_people()
        self.fill_programmes(events, people)
        resources = self.fill_resources(photos, members, people)
        tags = Resource.topics.through
        tags.objects.bulk_create(
            tags(resource=resource, topic=topics[number % TOPICS])
            for number, resource in enumerate(resources)
        )
        articles = self.fill_articles(photos, events, members)
        tags = Article.topics.through
        tags.objects.bulk_create(
            (
                tags(article=article, topic=topics[number % TOPICS])
                for number, article in enumerate(articles)
            ),
            batch_size=BATCH,
        )
        self.fill_blocks(articles, photos)

    def index(self) -> None:
        """For the search, each item once: the changes of its parts would index it several times."""
        Change.objects.all().delete()
        rebuild_index()

    def fill_members(self, region: Region) -> list[Organisation]:
        return Organisation.objects.bulk_create(
            (
                Organisation(
                    slug=f"member-{n}",
                    region=region,
                    joined_on=START.date(),
                    **in_every_language(name=f"Member {n}", published_at=START),
                )
                for n in range(self.members)
            ),
            batch_size=BATCH,
        )

    def fill_photos(self) -> list[Photo]:
        photographer = Photographer.objects.create(**in_every_language(name="Photographer"))
        return Photo.objects.bulk_create(
            (
                Photo(
                    original=f"photos/{n}.jpg",
                    folder_token=f"{n:024x}",
                    width=1600,
                    height=1067,
                    rendition_widths={"whole": [480, 800, 1200, 1600], "card": [400, 800]},
                    photographer=photographer,
                    consent=Photo.Consent.CROWD,
                    press_use=n % 100 == 0,
                    **in_every_language(alt=f"People in hall {n}", caption=f"Hall {n}"),
                )
                for n in range(self.photos)
            ),
            batch_size=BATCH,
        )

    def fill_events(self, members: list[Organisation], photos: list[Photo]) -> list[Event]:
        campaign = Campaign.objects.create(
            slug="campaign",
            from_month=11,
            from_day=25,
            to_month=12,
            to_day=10,
            **in_every_language(name="Campaign"),
        )
        starts = [moment_of(n, self.events) for n in range(self.events)]
        events = Event.objects.bulk_create(
            (
                Event(
                    slug=f"event-{n}",
                    starts_at=start,
                    over_at=start + timedelta(hours=2),
                    start_year=start.year,
                    lead_photo=photos[n],
                    campaign=campaign if n % 100 == 0 else None,
                    **in_every_language(title=f"Event {n}", published_at=start),
                )
                for n, start in enumerate(starts)
            ),
            batch_size=BATCH,
        )
        EventOrganisation.objects.bulk_create(
            EventOrganisation(event=event, organisation=members[n % self.members])
            for n, event in enumerate(events)
        )
        return events

    def fill_people(self) -> list[Person]:
        return Person.objects.bulk_create(
            (
                Person(
                    slug=f"person-{n}",
                    has_public_profile=n % WITH_PAGE == 0,
                    **in_every_language(name=f"Person {n}"),
                )
                for n in range(self.people)
            ),
            batch_size=BATCH,
        )

    def fill_programmes(self, events: list[Event], people: list[Person]) -> None:
        sessions = Session.objects.bulk_create(
            (
                Session(event=event, kind=Session.Kind.PANEL, **in_every_language(title="Panel"))
                for event in events
            ),
            batch_size=BATCH,
        )
        Participation.objects.bulk_create(
            (
                Participation(
                    session=session,
                    person=people[(n * PEOPLE_AN_EVENT + place) % self.people],
                    role=Participation.Role.PANELLIST,
                    order=place,
                )
                for n, session in enumerate(sessions)
                for place in range(PEOPLE_AN_EVENT)
            ),
            batch_size=BATCH,
        )

    def fill_resources(
        self, photos: list[Photo], members: list[Organisation], people: list[Person]
    ) -> list[Resource]:
        """Half of them translations of the other half; one maker, one file each."""
        kinds, codes = list(Resource.Kind), ["ko", "en", "nl"]
        resources = Resource.objects.bulk_create(
            (
                Resource(
                    slug=f"resource-{n}",
                    kind=kinds[n % len(kinds)],
                    cover=photos[n],
                    publisher=members[n % self.members] if n % 5 == 0 else None,
                    year=moment_of(n, self.resources).year,
                    work_languages=[codes[n % len(codes)]],
                    **in_every_language(
                        title=f"Resource {n}",
                        summary=f"What resource {n} is. " * 5,
                        published_at=moment_of(n, self.resources),
                    ),
                )
                for n in range(self.resources)
            ),
            batch_size=BATCH,
        )
        half = self.resources // 2
        for original, translation in zip(resources, resources[half:], strict=False):
            translation.translation_of = original
        Resource.objects.bulk_update(resources[half:], ["translation_of"], batch_size=BATCH)
        Contributor.objects.bulk_create(
            (
                Contributor(resource=resource, person=people[n % self.people])
                for n, resource in enumerate(resources)
            ),
            batch_size=BATCH,
        )
        ResourceFile.objects.bulk_create(
            (
                ResourceFile(resource=resource, language="ko", url=f"https://a.example/{n}/")
                for n, resource in enumerate(resources)
            ),
            batch_size=BATCH,
        )
        return resources

    def fill_articles(
        self, photos: list[Photo], events: list[Event], members: list[Organisation]
    ) -> list[Article]:
        kinds = list(Article.Kind)
        return Article.objects.bulk_create(
            (
                Article(
                    slug=f"article-{n}",
                    kind=kinds[n % len(kinds)],
                    lead_photo=photos[n % self.photos],
                    event=events[n // 10] if n % 10 == 0 else None,
                    publisher=members[n % self.members] if n % 5 == 0 else None,
                    **titles_of(n),
                    **in_every_language(
                        standfirst=f"What article {n} says. " * 5,
                        published_at=moment_of(n, self.articles),
                    ),
                )
                for n in range(self.articles)
            ),
            batch_size=BATCH,
        )

    def fill_blocks(self, articles: list[Article], photos: list[Photo]) -> None:
        TextBlock.objects.bulk_create(
            (
                TextBlock(parent=article, region="body", ordering=1, **texts())
                for article in articles
            ),
            batch_size=BATCH,
        )
        PhotoBlock.objects.bulk_create(
            (
                PhotoBlock(
                    parent=article, region="body", ordering=2, photo=photos[(n * 7) % self.photos]
                )
                for n, article in enumerate(articles)
            ),
            batch_size=BATCH,
        )
        galleries = GalleryBlock.objects.bulk_create(
            (GalleryBlock(parent=article, region="body", ordering=3) for article in articles),
            batch_size=BATCH,
        )
        GalleryPhoto.objects.bulk_create(
            (
                GalleryPhoto(
                    gallery=gallery, photo=photos[(n * 3 + place) % self.photos], order=place
                )
                for n, gallery in enumerate(galleries)
                for place in range(PHOTOS_AN_ARTICLE - 1)
            ),
            batch_size=BATCH,
        )
