"""How often links are checked, how long a member can answer, how long uploads are kept."""

from datetime import timedelta

LINK_CHECK_INTERVAL = timedelta(days=7)
# Most failures are temporary.
LINK_RETRY_INTERVAL = timedelta(days=1)

# The scheduler has other jobs, too. All but the first are in seconds.
MAX_LINKS_PER_RUN = 5
LINK_RUN_SECONDS = 30
LINK_TIMEOUT_SECONDS = 8
LINK_DEADLINE_SECONDS = 15

MAX_REDIRECTS = 5

ACCURACY_REQUEST_LIFETIME = timedelta(days=30)

# An uploaded list contains addresses of people; nobody needs it after reviewing it.
UPLOAD_RETENTION = timedelta(days=7)
