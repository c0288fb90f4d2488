"""How PostgreSQL finds what public pages show: through an index, however many items there are.

The planner reads a small table whole, so it is forbidden to here; what it then still reads whole
has no index. Members are few, and counted. `benchmarks/public_pages_20000_articles.py` asks the
same of a large site, with times.
"""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.large_site import LargeSite
from events.models import Event, Participation
from members.models import Person
from news.models import Article, GalleryPhoto, PhotoBlock, TextBlock
from photos.models import Photo
from resources.models import Contributor, Resource, ResourceFile

LARGE_TABLES = {
    model._meta.db_table
    for model in (
        Article,
        Article.topics.through,
        Event,
        GalleryPhoto,
        Participation,
        Person,
        Photo,
        PhotoBlock,
        Resource,
        Resource.topics.through,
        Contributor,
        ResourceFile,
        TextBlock,
    )
}
PAGES = [
    "/ko/",
    "/ko/news/",
    "/ko/news/?kind=story",
    "/ko/news/?year=2015",
    "/ko/news/?topic=topic-3",
    "/ko/news/article-7/",
    "/ko/news/nothing-there/",
    "/ko/events/",
    "/ko/events/?year=2015",
    "/ko/events/event-1/",
    "/ko/events/calendar.ics",
    "/ko/campaigns/campaign/",
    "/ko/resources/",
    "/ko/resources/?kind=book",
    "/ko/resources/?year=2015",
    "/ko/resources/?topic=topic-3",
    "/ko/resources/?language=nl",
    "/ko/resources/resource-7/",
    "/ko/members/member-1/",
    "/ko/members/member-0/resources/",
    "/ko/members/member-1/news/",
    "/ko/members/member-1/events/",
    "/ko/people/person-10/",
    "/ko/news/feed.atom",
    "/ko/topics/",
    "/ko/topics/topic-3/",
    "/ko/topics/topic-3/feed.json",
    "/ko/members/member-1/feed.atom",
    "/ko/campaigns/campaign/feed.atom",
    "/ko/press/",
    "/ko/photo-credits/",
    "/sitemap.xml",
    "/sitemap-news-{first_map}.xml",
]


@pytest.fixture(scope="module")
def _large_site(shared_ground):
    LargeSite(400).fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for whole in ("seqscan", "hashjoin", "mergejoin", "material", "memoize"):
            cursor.execute(f"SET LOCAL enable_{whole} = off")


@pytest.mark.django_db
@pytest.mark.usefixtures("_large_site")
@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_large_table_whole(client, page):
    # A map for each thousand keys.
    first_map = (Article.objects.earliest("pk").pk + 999) // 1000
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.format(first_map=first_map))
    assert response.status_code == (404 if "nothing" in page else 200)
    selects = [
        query["sql"] for query in captured if query["sql"].lstrip().startswith(("SELECT", "WITH"))
    ]
    assert selects
    whole = {
        (node["Relation Name"], sql[:300])
        for sql in selects
        for node in reads(sql)
        if is_whole(node)
    }
    assert whole == set()


def reads(sql: str) -> Iterator[dict]:
    """The nodes of the plan that read a large table."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
    (root,) = json.loads(plan) if isinstance(plan, str) else plan
    for node in nodes(root["Plan"]):
        if node.get("Relation Name") in LARGE_TABLES:
            yield node


def nodes(node: dict, *, is_limited: bool = False) -> Iterator[dict]:
    """A node and those below it. Whatever a LIMIT ends early is marked."""
    is_limited = is_limited or node["Node Type"] == "Limit"
    if node["Node Type"] in ("Sort", "Aggregate", "Hash"):
        # These read all of what is below them before they return a row.
        is_limited = False
    yield node | {"is_limited": is_limited}
    for child in node.get("Plans", []):
        yield from nodes(child, is_limited=is_limited)


def is_whole(node: dict) -> bool:
    if node["Node Type"] == "Seq Scan":
        return True
    has_condition = "Index Cond" in node or "Recheck Cond" in node
    return not has_condition and not node["is_limited"]
