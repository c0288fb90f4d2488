"""How PostgreSQL finds what public pages show: through an index, however many items there are.

The planner reads a small table whole, so it is forbidden to here; what it then still reads whole
has no index. Members are few, and counted. `benchmarks/every_public_page.py` asks the
same of a large site, with times.
"""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.large_site import LargeSite
from benchmarks.large_site_texts import word_of
from events.models import Event, Participation
from members.models import Person
from news.models import Article, GalleryPhoto, PhotoBlock, TextBlock
from photos.models import Photo
from resources.models import Contributor, Resource, ResourceFile
from search.models import Entry, Word

LARGE_TABLES = {
    model._meta.db_table
    for model in (
        Article,
        Article.topics.through,
        Entry,
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
        Word,
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
FREQUENT, IN_TITLES = "돌봄", word_of(7, "ko")
# So that no title has the word, but some have words like it.
MISTYPED = f"{IN_TITLES[:-1]}붑"
# What is searched, and the index that has to find it.
SEARCHES = [
    (f"/ko/search/?q={IN_TITLES}", "search_text"),
    (f"/ko/search/?q={FREQUENT}+{IN_TITLES}", "search_text"),
    (f"/ko/search/?q={IN_TITLES}&kind=news&topic=topic-3&year=2015", "search_text"),
    (f"/ko/search/?q={FREQUENT}", "search_newest"),
    (f"/ko/search/?q={MISTYPED}", "search_word_like"),
    (f"/ko/search/?q={MISTYPED}+{FREQUENT}", "search_word_like"),
    (f"/ko/search/suggestions/?q={IN_TITLES[:2]}", "search_title"),
    (f"/ko/search/suggestions/?q={MISTYPED}", "search_title"),
]
# On so small a site it costs less to read all of a language.
WITHOUT_OTHERS = [
    "DROP INDEX search_newest",
    "ALTER TABLE search_entry DROP CONSTRAINT search_entry_is_one",
    "ALTER TABLE search_word DROP CONSTRAINT search_word_is_one",
]


@pytest.fixture(scope="module")
def _large_site(shared_ground):
    site = LargeSite(400)
    site.fill()
    site.index()
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
    assert read_whole(captured) == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("_large_site")
@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("/admin/news/article/", "article_last_publication"),
        ("/admin/resources/resource/", "resource_last_publication"),
        ("/admin/events/event/", "event_latest"),
    ],
)
def test_lists_of_the_admin_sort_nothing(admin_client, page, name):
    with CaptureQueriesContext(connection) as captured:
        assert admin_client.get(page).status_code == 200
    with connection.cursor() as cursor:
        # So few would be sorted.
        cursor.execute("SET LOCAL enable_sort = off")
    assert name in {node.get("Index Name") for sql in selects(captured) for node in plan(sql)}


@pytest.mark.django_db
@pytest.mark.usefixtures("_large_site")
@pytest.mark.parametrize(("page", "name"), SEARCHES)
def test_words_are_found_through_an_index(client, page, name):
    client.get("/ko/search/?q=x")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    assert read_whole(captured) == set()
    if name != "search_newest":
        with connection.cursor() as cursor:
            for statement in WITHOUT_OTHERS:
                cursor.execute(statement)
            for other in {"search_text", "search_title"} - {name}:
                cursor.execute(f"DROP INDEX {other}")
    assert name in {node.get("Index Name") for sql in selects(captured) for node in plan(sql)}


def read_whole(captured: CaptureQueriesContext) -> set[tuple[str, str]]:
    """Each large table that is read whole, and the statement."""
    return {
        (node["Relation Name"], sql[:300])
        for sql in selects(captured)
        for node in reads(sql)
        if is_whole(node)
    }


def selects(captured: CaptureQueriesContext) -> list[str]:
    found = [query["sql"].lstrip() for query in captured]
    statements = [sql for sql in found if sql.startswith(("SELECT", "WITH", "(SELECT"))]
    assert statements
    return statements


def reads(sql: str) -> Iterator[dict]:
    """The nodes of the plan that read a large table."""
    return (node for node in plan(sql) if node.get("Relation Name") in LARGE_TABLES)


def plan(sql: str) -> Iterator[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    (root,) = json.loads(found) if isinstance(found, str) else found
    yield from nodes(root["Plan"])


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
