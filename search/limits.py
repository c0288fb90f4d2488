"""How long a search may be, how much it shows, and how long missed ones are kept."""

from datetime import timedelta

MAX_QUERY_LENGTH = 100
MAX_TERMS = 8
# Of a year or the number of a page.
MAX_DIGITS = 9

RESULTS_PER_PAGE = 20
# So many of the newest entries are read before the index is asked (`finding/newest_matches.py`).
WINDOW = 600

# Of each kind of item, in the admin.
ADMIN_RESULTS_PER_KIND = 8

# Each page costs the database more than the one before it, and nobody reads on for longer.
MAX_PAGES = 25

# Stored of a query without results.
MAX_MISSED_QUERY_LENGTH = 60

# Changed items that one request indexes; the scheduler indexes the rest.
INDEX_BATCH_SIZE = 100
# The scheduler may have been away for so long when something became public.
NOTED_WITHIN = timedelta(days=30)

MISSED_QUERY_RETENTION = timedelta(days=90)
