"""How long the inbox takes with 20,000 junk applications, beside what it takes with none.

Run with `make benchmarks`. Nothing is kept. Machines are noisy: read the ratio, not the time.
"""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - settings need the environment above
from django.db import connection, transaction  # noqa: E402

from joining import inbox  # noqa: E402
from joining.admin.applications import APPLICATIONS_A_PAGE, listed  # noqa: E402
from joining.models import Applicant, Application  # noqa: E402
from network import languages, roles  # noqa: E402

State = Application.State

JUNK = 20_000
# What a raid leaves: most of it set apart, some of it waiting like any other.
STATES = (State.QUARANTINE, State.QUARANTINE, State.QUARANTINE, State.RECEIVED)


def junk(number: int) -> Application:
    return Application(
        applicant=Applicant.ORGANISATION,
        language=languages.codes()[0],
        state=STATES[number % len(STATES)],
        form_hash=f"junk-{number}",
        motivation="junk " * 100,
        **{languages.column("name", languages.codes()[0]): f"junk {number}"},
    )


def look(user) -> float:
    """What one page of each pile and a search ask of the database, in milliseconds."""
    started = time.perf_counter()
    inbox.counts(user)
    for found in (
        *(pile.of(user) for pile in inbox.piles(user)),
        inbox.search(user, inbox.WAITS, "genuine").applications,
    ):
        found.count()
        list(listed(found)[:APPLICATIONS_A_PAGE])
    return (time.perf_counter() - started) * 1000


@transaction.atomic
def main() -> None:
    roles.apply()
    user = get_user_model().objects.create_user("benchmark", is_staff=True)
    user.groups.set(roles.COORDINATORS.groups())
    look(user)
    before = look(user)
    Application.objects.bulk_create(map(junk, range(JUNK)), batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Application._meta.db_table}")
    after = look(user)
    print(f"inbox, all piles and a search: {before:.0f} ms; with {JUNK} junk: {after:.0f} ms")  # noqa: T201
    transaction.set_rollback(True)


if __name__ == "__main__":
    main()
