"""How long preview links work; how much a page, a feed or a file of news has at most."""

from datetime import timedelta

# As far as a newsroom plans ahead; for longer, another link is created.
PREVIEW_LINK_LIFETIMES = {
    "1": timedelta(days=1),
    "3": timedelta(days=3),
    "7": timedelta(days=7),
}

ARTICLES_PER_PAGE = 12

# A topic's page shows a few of each; past events and members have lists of their own.
TOPIC_ARTICLES_PER_KIND = 5
TOPIC_PAST_EVENTS = 5
TOPIC_PAST_EVENTS_PER_PAGE = 24
TOPIC_ORGANISATIONS = 12
TOPIC_RESOURCES = 4

PRESS_ROOM_ARTICLES = 8
PRESS_ROOM_PHOTOS = 24

CREDITED_PHOTOS_PER_PAGE = 24

# Whole texts: more would make every reader program fetch them again and again.
ARTICLES_IN_FEED = 50

# Readers find more quotes than these in the articles.
MAX_QUOTES = 6

MAX_ARTICLES_OF_RESOURCE = 20

# Related articles are chosen from so many of the newest.
MAX_RELATED = 3
NEWEST_WEIGHED = 200
