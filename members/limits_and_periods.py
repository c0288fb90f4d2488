"""How long a member can answer, how often links are checked, how long an imported list is kept; how
large it may be, and how many members a page shows."""

from datetime import timedelta

ACCURACY_REQUEST_LIFETIME = timedelta(days=30)
# A member that has not confirmed its entry for so long is asked, and asked again after as long.
ACCURACY_REQUEST_INTERVAL = timedelta(days=365)

LINK_CHECK_INTERVAL = timedelta(days=7)
# Most failures are temporary: so many in a row need attention.
LINK_RETRY_INTERVAL = timedelta(days=1)
MIN_LINK_FAILURES = 2

# An uploaded list contains addresses of people; nobody needs it after reviewing it.
UPLOAD_RETENTION = timedelta(days=7)
# A private logo without an organisation may belong to one that is being saved.
MIN_ORPHAN_AGE = timedelta(hours=1)

MEMBERS_PER_PAGE = 60
PEOPLE_PER_PAGE = 60

# Members that one run of the scheduler asks: all of a large network are asked within the hour.
MAX_ACCURACY_REQUESTS_PER_RUN = 20

# The scheduler has other jobs, too.
MAX_LINKS_PER_RUN = 5
LINK_RUN_SECONDS = 30
LINK_TIMEOUT_SECONDS = 8
LINK_DEADLINE_SECONDS = 15
MAX_REDIRECTS = 5

MAX_LIST_MEGABYTES = 10
# Rows of an uploaded list on the page that reviews it: of each kind (new, changed, faulty), and as
# samples of its columns.
MAX_ROWS_SHOWN = 100
MAX_SAMPLE_ROWS = 3
