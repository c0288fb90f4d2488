"""How long numbers of page views are kept; how long views are counted in memory, and which numbers
coordinators see."""

from datetime import timedelta

# Thirteen months: a month can be compared with that of the year before.
PAGE_VIEW_RETENTION = timedelta(days=396)

# A process that is killed loses what it counted since.
STORE_SECONDS = 30
# Pages and sources counted in that time; others are not. Each takes some 200 bytes.
MAX_COUNTED = 5_000
MAX_URL_LENGTH = 300

# Fewer on a day are not shown by source: they could be somebody who is known.
MIN_SHOWN_BY_SOURCE = 3

# Days that reports can cover, the first by default.
REPORT_DAYS = (7, 30)
# Days that the report on one item lists.
DAYS_OF_ITEM = 30
MOST_READ = 30
