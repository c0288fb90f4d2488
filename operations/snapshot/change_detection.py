"""Whether the public site may have changed since a copy was made, without making one.

PostgreSQL counts the rows that transactions wrote, table by table, and adds them after the commit:
a change that a copy lacks always shows in a later count. What the counts forget (after a crash) or
count in vain (after a rollback) only makes a copy that was not needed.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils import timezone

from page_cache.expiry import next_change
from page_cache.triggers import watched_models

State = dict[str, Any]


def site_state(moment: datetime) -> State:
    """`next_change_at`: when the site next changes by itself, as at a scheduled publication."""
    scheduled = next_change(moment)
    return {
        "made_at": moment.isoformat(),
        "write_counts": write_counts_hash(),
        "next_change_at": scheduled.isoformat() if scheduled else "",
    }


def is_outdated(state: State, moment: datetime) -> bool:
    """Also on another day: "today" is on many pages, and a new version may show things in another
    way."""
    if not state:
        return True
    made_at, scheduled = datetime.fromisoformat(state["made_at"]), state["next_change_at"]
    return (
        state["write_counts"] != write_counts_hash()
        or (bool(scheduled) and datetime.fromisoformat(scheduled) <= moment)
        or _day(made_at) != _day(moment)
    )


def write_counts_hash() -> str:
    tables = [model._meta.db_table for model in watched_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relid, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables"
            " WHERE schemaname = current_schema() AND relname = ANY(%s) ORDER BY relid",
            [tables],
        )
        counts = cursor.fetchall()
    return sha256(repr(counts).encode()).hexdigest()


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()
