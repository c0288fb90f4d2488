"""How many, and in which range."""

RESOURCES_PER_PAGE = 12

RESOURCES_IN_FEED = 50

# On the page of a resource, a member, a person or a topic.
MAX_RELATED_RESOURCES = 10

# Gutenberg printed from about 1450; a work of a year to come is announced a few years ahead.
EARLIEST_YEAR, LATEST_YEAR = 1450, 2100
