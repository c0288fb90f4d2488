"""How long the inbox takes with 20,000 junk applications, beside what it takes with none.

Run with `make benchmarks`. Nothing is kept. Machines are noisy: read the ratio, not the time. Fails
when a list that only grows is read for the most part to show a page of it.
"""

import sys
import time
from collections.abc import Iterator

import django

from website import startup

startup.prepare()
django.setup()

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from benchmarks.plans import large_reads
from cms.declarations.roles import COORDINATORS
from cms.i18n import languages
from joining.admin.applications import with_list_relations
from joining.limits_and_periods import APPLICATIONS_PER_PAGE
from joining.models import ApplicantType, Application
from joining.review import inbox
from operations import group_permissions

State = Application.State

JUNK = 20_000
# What a raid leaves: most of it set apart, some of it waiting like any other, some already closed.
STATES = (State.QUARANTINE, State.QUARANTINE, State.RECEIVED, State.DECLINED)


def junk(number: int) -> Application:
    return Application(
        applicant_type=ApplicantType.ORGANISATION,
        language=languages.codes()[0],
        state=STATES[number % len(STATES)],
        draft_hash=f"junk-{number}",
        motivation="junk " * 100,
        **{languages.field_name("name", languages.codes()[0]): f"junk {number}"},
    )


def lists(user) -> Iterator[QuerySet]:
    """Each category, and what a search finds."""
    for category in inbox.categories_for(user):
        yield category.applications(user)
    yield inbox.search_applications(user, inbox.WAITING_FOR_US, "genuine").applications


def read(found: QuerySet) -> None:
    list(with_list_relations(found)[:APPLICATIONS_PER_PAGE])


def look(user) -> float:
    """What one page of each category and a search ask of the database, in milliseconds."""
    started = time.perf_counter()
    inbox.count_by_category(user)
    for found in lists(user):
        found.count()
        read(found)
    return (time.perf_counter() - started) * 1000


def reads(user) -> set[str]:
    """What the lists that only grow read for the most part, and what a search found.

    Not asked of what waits, which is sorted as a whole, nor of the names that a search opens. Nor
    of the counts: an index alone answers these once the table is vacuumed, as in no transaction.
    """
    growing = [
        category.applications(user)
        for category in inbox.categories_for(user)
        if category.newest_first
    ]
    found = inbox.search_applications(user, inbox.WAITING_FOR_US, "genuine").applications
    with CaptureQueriesContext(connection) as captured:
        for one in (*growing, found):
            read(one)
    return large_reads(captured.captured_queries)


@transaction.atomic
def main() -> bool:
    group_permissions.apply_roles()
    user = get_user_model().objects.create_user("benchmark", is_staff=True)
    user.groups.set(COORDINATORS.groups())
    look(user)
    before = look(user)
    Application.objects.bulk_create(map(junk, range(JUNK)), batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Application._meta.db_table}")
    after, whole = look(user), reads(user)
    print(f"inbox, all categories and a search: {before:.0f} ms; with {JUNK} junk: {after:.0f} ms")
    print(f"large reads: {', '.join(sorted(whole)) or '-'}")
    transaction.set_rollback(True)
    return bool(whole)


if __name__ == "__main__":
    sys.exit(main())
