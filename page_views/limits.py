"""How long views of pages are counted in memory, and how long numbers are kept and shown."""

from datetime import timedelta

# A process that is killed loses what it counted since.
STORE_SECONDS = 30
# Pages and sources counted in that time; others are not. Each takes some 200 bytes.
MAX_COUNTED = 5_000
MAX_URL_LENGTH = 300

# Thirteen months: a month can be compared with that of the year before.
RETENTION = timedelta(days=396)

# Fewer on a day are not shown by source: they could be somebody who is known.
MIN_SHOWN_BY_SOURCE = 3

PERIODS = (7, 30)
MOST_READ = 30
DAYS_OF_ITEM = 30
