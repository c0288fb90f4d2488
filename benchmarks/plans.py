"""What the database reads for a statement, as its plan tells."""

from collections.abc import Iterator

from django.db import connection

# A query that reads so many rows of one table reads a large part of it. All members are fewer, whom
# the directory counts by region, kind and topic, and so are the articles of one topic.
LARGE = 2_000

SELECTS = ("SELECT", "WITH", "(SELECT")


def large_reads(captured: list[dict], large: int = LARGE) -> set[str]:
    """Each table of which one of some statements reads very many rows, with their number."""
    found = set()
    with connection.cursor() as cursor:
        for query in captured:
            if query["sql"].lstrip().startswith(SELECTS):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
                found |= set(_large_reads_of(cursor.fetchone()[0][0]["Plan"], large))
    return found


def slowest(captured: list[dict], repeats: int) -> float:
    """Milliseconds in which PostgreSQL executed the slowest of some statements; of each the best
    of several times, as another program may have been in the way."""
    times = [0.0]
    with connection.cursor() as cursor:
        for query in captured:
            if query["sql"].lstrip().startswith(SELECTS):
                best = []
                for _repeat in range(repeats):
                    cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query['sql']}")
                    best.append(cursor.fetchone()[0][0]["Execution Time"])
                times.append(min(best))
    return max(times)


def _large_reads_of(plan: dict, large: int) -> Iterator[str]:
    """In whichever way they are read: an index that is walked from end to end costs as well."""
    skipped = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    read = (plan["Actual Rows"] + skipped) * plan["Actual Loops"]
    if "Relation Name" in plan and read >= large:
        yield f"{plan['Relation Name']} ({read:.0f})"
    for part in plan.get("Plans", []):
        yield from _large_reads_of(part, large)
