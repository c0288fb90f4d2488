"""How long events without an end last, which events feeds have, how much a page shows."""

from datetime import timedelta

# An event without an end is taken to last this long, for calendars, for "today" and
# for when it counts as past (`over_at`).
DEFAULT_DURATION = timedelta(hours=2)

# Calendar feeds have the past events of this period.
FEED_PERIOD = timedelta(days=366)
# How often subscribed calendars should load the feed.
FEED_REFRESH_INTERVAL = timedelta(hours=12)

PAST_EVENTS_PER_PAGE = 24

# More people are printed as a list: nobody can follow a longer caption "From left, ...".
MAX_PEOPLE_IN_CAPTION = 12
