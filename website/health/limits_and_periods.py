"""From when on `/healthz` calls something late or full; how often a missing service is asked again.

The sentences of `checks.py` name these numbers.
"""

from datetime import timedelta

# The scheduler runs every minute; without it e-mails wait and nothing is erased.
SCHEDULER_LATE_AFTER = timedelta(minutes=10)
# Every minute the scheduler writes when it ran. A replica that lacks two runs is a minute behind.
REPLICA_LATE_AFTER = timedelta(seconds=90)
MAIL_LATE_AFTER = timedelta(hours=1)
# Of the disk.
MIN_FREE_SPACE = 0.1
# Each check of an object store writes an object, which is paid for.
STORE_CHECK_SECONDS = 60

# While the database is unavailable: when browsers ask again, and how long a process shows what it
# has read from an object store, which every request would ask otherwise.
RETRY_AFTER_SECONDS = 30
REMEMBERED_SECONDS = 30
