"""How often links of members are checked, and how long a member can answer."""

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
