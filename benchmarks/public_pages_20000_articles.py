"""What every public list costs with 20,000 articles, beside the page of an article.

Run with `make benchmarks`. Nothing is kept. Prints one table: for each address the queries, the
time of the database and of the whole answer as a ratio to the article of the same run, and each
large table that a query reads whole. Fails when a page asks more than ten times or reads one whole.
"""

import logging
import os
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - settings need the environment above
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from events.models import Campaign, Event, EventOrganisation  # noqa: E402
from members.models import Organisation, Region  # noqa: E402
from network import languages  # noqa: E402
from network.models import Network, Topic  # noqa: E402
from news.models import Article, GalleryBlock, GalleryPhoto, PhotoBlock, TextBlock  # noqa: E402
from photos.models import Photo, Photographer  # noqa: E402

ARTICLES, PHOTOS, EVENTS, MEMBERS, TOPICS = 20_000, 20_000, 2_000, 1_200, 12
PHOTOS_AN_ARTICLE = 3
START = datetime(2006, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
BATCH = 1_000
MOST_QUERIES = 10
REPEATS = 5
# A query that reads so many rows of one table, one after the other, reads it whole. All members
# are fewer: the directory counts them by region, kind and topic.
LARGE = 1_500


def in_every_language(**words) -> dict:
    """The same words in each language."""
    return {
        languages.column(field, code): value
        for field, value in words.items()
        for code in languages.codes()
    }


def moment_of(number: int, of: int) -> datetime:
    return START + (NOW - START) * number / of


def fill() -> None:
    Network.objects.create(**in_every_language(name="Network", short_name="NET"))
    topics = Topic.objects.bulk_create(
        Topic(slug=f"topic-{n}", **in_every_language(name=f"Topic {n}")) for n in range(TOPICS)
    )
    region = Region.objects.create(slug="here", **in_every_language(name="Here"))
    members = fill_members(region)
    photos = fill_photos()
    events = fill_events(members, photos)
    articles = fill_articles(photos, events, members)
    tags = Article.topics.through
    tags.objects.bulk_create(
        (
            tags(article=article, topic=topics[number % TOPICS])
            for number, article in enumerate(articles)
        ),
        batch_size=BATCH,
    )
    fill_blocks(articles, photos)


def fill_members(region: Region) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        (
            Organisation(
                slug=f"member-{n}",
                region=region,
                joined_on=START.date(),
                **in_every_language(name=f"Member {n}", published_at=START),
            )
            for n in range(MEMBERS)
        ),
        batch_size=BATCH,
    )


def fill_photos() -> list[Photo]:
    photographer = Photographer.objects.create(**in_every_language(name="Photographer"))
    return Photo.objects.bulk_create(
        (
            Photo(
                original=f"photos/{n}.jpg",
                key=f"{n:024x}",
                width=1600,
                height=1067,
                developed={"whole": [480, 800, 1200, 1600], "card": [400, 800]},
                photographer=photographer,
                consent=Photo.Consent.CROWD,
                press_use=n % 100 == 0,
                **in_every_language(alt=f"People in hall {n}", caption=f"Hall {n}"),
            )
            for n in range(PHOTOS)
        ),
        batch_size=BATCH,
    )


def fill_events(members: list[Organisation], photos: list[Photo]) -> list[Event]:
    campaign = Campaign.objects.create(
        slug="campaign",
        from_month=11,
        from_day=25,
        to_month=12,
        to_day=10,
        **in_every_language(name="Campaign"),
    )
    starts = [moment_of(n, EVENTS) for n in range(EVENTS)]
    events = Event.objects.bulk_create(
        (
            Event(
                slug=f"event-{n}",
                starts_at=start,
                over_at=start + timedelta(hours=2),
                lead_photo=photos[n],
                campaign=campaign if n % 100 == 0 else None,
                **in_every_language(title=f"Event {n}", published_at=start),
            )
            for n, start in enumerate(starts)
        ),
        batch_size=BATCH,
    )
    EventOrganisation.objects.bulk_create(
        EventOrganisation(event=event, organisation=members[n % MEMBERS])
        for n, event in enumerate(events)
    )
    return events


def fill_articles(
    photos: list[Photo], events: list[Event], members: list[Organisation]
) -> list[Article]:
    kinds = list(Article.Kind)
    return Article.objects.bulk_create(
        (
            Article(
                slug=f"article-{n}",
                kind=kinds[n % len(kinds)],
                lead_photo=photos[n % PHOTOS],
                event=events[n // 10] if n % 10 == 0 else None,
                published_by=members[n % MEMBERS] if n % 5 == 0 else None,
                **in_every_language(
                    title=f"Article {n}",
                    standfirst=f"What article {n} says. " * 5,
                    published_at=moment_of(n, ARTICLES),
                ),
            )
            for n in range(ARTICLES)
        ),
        batch_size=BATCH,
    )


def fill_blocks(articles: list[Article], photos: list[Photo]) -> None:
    TextBlock.objects.bulk_create(
        (
            TextBlock(
                parent=article, region="body", ordering=1, **in_every_language(body="<p>Words.</p>")
            )
            for article in articles
        ),
        batch_size=BATCH,
    )
    PhotoBlock.objects.bulk_create(
        (
            PhotoBlock(parent=article, region="body", ordering=2, photo=photos[(n * 7) % PHOTOS])
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
            GalleryPhoto(gallery=gallery, photo=photos[(n * 3 + place) % PHOTOS], order=place)
            for n, gallery in enumerate(galleries)
            for place in range(PHOTOS_AN_ARTICLE - 1)
        ),
        batch_size=BATCH,
    )


def addresses() -> list[str]:
    """Every public list, with each filter, and its last page."""
    last = f"before={int((START + timedelta(days=1)).timestamp())}000000-{10**9}"
    last_of_year = f"before={int((START + timedelta(days=5)).timestamp())}000000-{10**9}"
    lowest = Photo.objects.order_by("pk").first().pk + 30
    paths = [
        "news/article-10007/",
        "",
        "news/",
        f"news/?{last}",
        "news/?kind=story",
        f"news/?kind=story&{last}",
        "news/?year=2015",
        "news/?topic=topic-3",
        f"news/?topic=topic-3&{last}",
        "news/?kind=news&year=2015&topic=topic-4",
        "press/",
        "photo-credits/",
        f"photo-credits/?before={lowest}",
        "events/",
        "events/?year=2015",
        f"events/?year=2006&{last_of_year}",
        "events/event-1000/",
        "events/calendar.ics",
        "campaigns/campaign/",
        "members/",
        "members/?page=999",
        "members/?name=12",
        "members/?region=here",
        "members/member-10/",
        "members/member-10/news/",
        "members/member-10/events/",
        "nothing/here/",
    ]
    return [f"/{languages.codes()[0]}/{path}" for path in paths]


def whole_tables(captured: list[dict]) -> set[str]:
    """The large tables that one of some statements reads from end to end."""
    found = set()
    with connection.cursor() as cursor:
        for query in captured:
            if query["sql"].lstrip().startswith(("SELECT", "WITH", "(SELECT")):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
                found |= set(read_whole(cursor.fetchone()[0][0]["Plan"]))
    return found


def read_whole(plan: dict):
    """The names of large tables under a "Seq Scan" of a plan, with the rows that it looked at."""
    looked_at = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    if plan["Node Type"] == "Seq Scan" and looked_at * plan["Actual Loops"] >= LARGE:
        yield f"{plan['Relation Name']} ({looked_at:.0f})"
    for part in plan.get("Plans", []):
        yield from read_whole(part)


def measure(client: Client, path: str) -> tuple[float, float, int, set[str]]:
    """Seconds of a whole answer and of its statements, how many these are, tables read whole."""
    client.get(path)
    times = []
    for _repeat in range(REPEATS):
        started = time.perf_counter()
        response = client.get(path)
        times.append(time.perf_counter() - started)
    assert response.status_code in (200, 404), (path, response.status_code)  # noqa: S101
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    in_database = sum(float(query["time"]) for query in captured.captured_queries)
    whole = whole_tables(captured.captured_queries)
    return statistics.median(times), in_database, len(captured), whole


def table() -> int:
    """Print the table; how many of its lines break a rule."""
    client, article, broken = Client(), None, 0
    print(f"{'address':<44} queries   answer database  read whole")  # noqa: T201
    for path in addresses():
        answer, in_database, queries, whole = measure(client, path)
        article = article or answer
        broken += queries > MOST_QUERIES or bool(whole)
        ratios = f"{answer / article:8.2f} {in_database / article:8.2f}"
        print(f"{path:<44} {queries:7} {ratios}  {', '.join(sorted(whole)) or '-'}")  # noqa: T201
    return broken


@transaction.atomic
def main() -> int:
    # Into what may hold a demonstration: rows of this run are dropped with its transaction.
    with connection.cursor() as cursor:
        for model in (Article, Event, Organisation, Photo, Network, Topic, Region, Campaign):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
    fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # A page that is not there is asked for, too.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        broken = table()
    transaction.set_rollback(True)
    return broken


if __name__ == "__main__":
    sys.exit(main() > 0)
