"""How long queries without results are kept; how long a query may be, and how much is shown."""

from datetime import timedelta

# Queries without results.
MISSED_QUERY_RETENTION = timedelta(days=90)
# The scheduler may have been away for so long when something became public.
NOTED_WITHIN = timedelta(days=30)

MAX_QUERY_LENGTH = 100
MAX_TERMS = 8
# Of a year or the number of a page.
MAX_DIGITS = 9

RESULTS_PER_PAGE = 20
# So many of the newest entries are read before the index is asked (`finding/windowed_search.py`).
WINDOW = 600
# As many, to find out whether there is anything: a word of many entries stands in one of these.
SHORT_WINDOW = 150

# While somebody types.
SUGGESTIONS = 6
MAX_SUGGESTED_QUERY_LENGTH = 40
# Of letters, as the index has them: a syllable has two or three. The index of the database finds
# three and more; fewer are looked for among the newest entries only.
MIN_SUGGESTED_LETTERS, MIN_INDEXED_LETTERS = 2, 3

# Where nothing was found: words that may have been meant, and the newest items.
NEAR_QUERIES = 4
NEWEST_ITEMS = 3
# Words of a query that are looked at.
MAX_NEAR_TERMS = 3
# Words that PostgreSQL finds most like what was typed; how like one must be (`difflib`, 0 to 1).
NEAR_WORDS = 40
MIN_WORD_LIKENESS = 0.7
# Of words in titles that are remembered: nobody types longer ones.
MAX_WORD_LENGTH = 40

# Of each kind of item, in the admin.
ADMIN_RESULTS_PER_KIND = 8

# Each page costs the database more than the one before it, and nobody reads on for longer.
MAX_PAGES = 25

# Stored of a query without results.
MAX_MISSED_QUERY_LENGTH = 60

# Changed items that one request indexes; the scheduler indexes the rest.
INDEX_BATCH_SIZE = 100
