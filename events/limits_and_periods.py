"""How long an event without an end lasts, what the calendar feed has, how much a page shows."""

from datetime import timedelta

# An event without an end is taken to last this long, for calendars and for "today".
DEFAULT_DURATION = timedelta(hours=2)

# The calendar feed has events of this period before today.
FEED_PERIOD = timedelta(days=366)
# How often subscribed calendars should load the feed.
FEED_REFRESH_INTERVAL = timedelta(hours=12)

PAST_EVENTS_PER_PAGE = 24

# More people than these are printed as a list: nobody can follow such a caption "from left".
MAX_PEOPLE_IN_CAPTION = 12
