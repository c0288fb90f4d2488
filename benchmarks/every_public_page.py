"""What every public list costs with 20,000 articles, beside the page of an article.

Run with `make benchmarks`, with `SIZE=100000` for that many, in a database of its own. Prints one
table: for each address the queries, the time of the database and of the whole answer as a ratio to
the article of the same run, and each large table of which a query reads much; of searches also the
milliseconds of the slowest statement. Fails when a list asks more than ten times, when one of all
these reads much, or when a statement of a search takes more than five milliseconds (ten from
100,000 articles on), which it may on a busy machine.
"""

import logging
import os
import statistics
import sys
import time
from datetime import timedelta

import django

from website import startup

startup.prepare()
django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.large_site import START
from benchmarks.large_site_texts import word_of
from benchmarks.own_database import large_database
from benchmarks.plans import large_reads, slowest
from cms.i18n import languages
from photos.models import Photo

SIZE = int(os.environ.get("SIZE", "20000"))
MOST_QUERIES = 10
MOST_MILLISECONDS = 5.0 if SIZE < 100_000 else 10.0
REPEATS = 5


def pages() -> list[str]:
    """One page of each kind; how often each may ask is in its test."""
    paths = [
        f"news/article-{SIZE // 2 + 7}/",
        f"events/event-{SIZE // 20}/",
        "campaigns/campaign/",
        "members/member-10/",
        "people/person-100/",
        "resources/resource-100/",
        "nothing/here/",
    ]
    return [f"/{languages.codes()[0]}/{path}" for path in paths]


def lists() -> list[str]:
    """Every public list, with each filter, and its last page."""
    last = f"before={int((START + timedelta(days=1)).timestamp())}000000-{10**9}"
    last_of_year = f"before={int((START + timedelta(days=5)).timestamp())}000000-{10**9}"
    lowest = Photo.objects.order_by("pk").first().pk + 30
    paths = [
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
        "events/calendar.ics",
        "members/",
        "members/?page=999",
        "members/?name=12",
        "members/?region=here",
        "members/member-10/news/",
        "members/member-10/events/",
        "members/directory.json",
        "members/directory.csv",
        "people/",
        "resources/",
        f"resources/?{last}",
        "resources/?kind=book",
        "resources/?year=2015",
        "resources/?topic=topic-3",
        "resources/?language=nl",
        "resources/?kind=book&topic=topic-3&language=nl&year=2015",
        "members/member-10/resources/",
    ]
    return [f"/{languages.codes()[0]}/{path}" for path in paths]


def searches() -> list[str]:
    """Words of all texts, of one title and of none; a mistyped one; what is typed so far."""
    word, other = word_of(7, "ko"), word_of(49, "ko")
    mistyped = f"{word[:-1]}붑"
    paths = [
        "search/?q=돌봄",
        "search/?q=남",
        f"search/?q={word}",
        f"search/?q={other}+{word}",
        f"search/?q=돌봄+{word}",
        'search/?q="돌봄은 누구의"',
        "search/?q=돌봄&kind=events",
        "search/?q=돌봄&topic=topic-3&year=2015",
        "search/?q=ehfqha",
        "search/?q=돌봄&page=9",
        f"search/?q={mistyped}",
        f"search/?q={mistyped}+돌봄",
        "search/?q=없는말씀",
        "search/suggestions/?q=돌",
        f"search/suggestions/?q={word[:2]}",
        f"search/suggestions/?q={mistyped}",
    ]
    return [f"/ko/{path}" for path in paths]


def measure(client: Client, path: str) -> tuple[float, float, int, set[str]]:
    """Seconds of a whole answer and of its statements, how many these are, tables read whole."""
    client.get(path)
    times = []
    for _repeat in range(REPEATS):
        started = time.perf_counter()
        response = client.get(path)
        times.append(time.perf_counter() - started)
    assert response.status_code in (200, 404), (path, response.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    in_database = sum(float(query["time"]) for query in captured.captured_queries)
    whole = large_reads(captured.captured_queries)
    return statistics.median(times), in_database, len(captured), whole


def table() -> int:
    """Print the table; how many of its lines break a rule."""
    client, article, broken = Client(), None, 0
    print(f"{'address':<44} queries   answer database  reads much of")
    must_be_few = lists()
    for path in pages() + must_be_few:
        answer, in_database, queries, whole = measure(client, path)
        article = article or answer
        broken += bool(whole) or (queries > MOST_QUERIES and path in must_be_few)
        ratios = f"{answer / article:8.2f} {in_database / article:8.2f}"
        print(f"{path:<44} {queries:7} {ratios}  {', '.join(sorted(whole)) or '-'}")
    return broken + table_of_searches(client)


def table_of_searches(client: Client) -> int:
    print(f"\n{'search':<44} queries slowest ms  reads much of")
    broken = 0
    for path in searches():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200, path
        statements = captured.captured_queries
        most, whole = slowest(statements, REPEATS), large_reads(statements)
        broken += bool(whole) or most > MOST_MILLISECONDS
        read = ", ".join(sorted(whole)) or "-"
        print(f"{path:<44} {len(statements):7} {most:10.1f}  {read}")
    return broken


def main() -> int:
    # A page that is not there is asked for, too.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    without_cache = override_settings(ALLOWED_HOSTS=["testserver"], PAGE_CACHE_MEGABYTES=0)
    with large_database(f"benchmark_{SIZE}", SIZE), without_cache:
        return table()


if __name__ == "__main__":
    sys.exit(main() > 0)
