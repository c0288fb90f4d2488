"""When reminders are sent, how often staff are notified, and how much one page handles."""

from datetime import timedelta

# Days after a request for information: applicants are reminded, and the application is closed.
INFO_REMINDER_DAYS = (7, 21)
INFO_CLOSING_DAYS = 30

# New links that coordinators send to one applicant.
MAX_NEW_LINKS_PER_DAY = 3

MAX_REFEREE_REMARK_LENGTH = 1000

APPLICATIONS_PER_PAGE = 50

SIGNING_REMINDER_AFTER = timedelta(days=14)

REFEREE_REMINDER_AFTER = timedelta(days=7)

# The shortest time between two e-mails that notify coordinators of new applications.
MIN_BETWEEN_STAFF_EMAILS = timedelta(hours=1)

# Members in the list of suggestions: 1.5 times as many as a large national network has. If there
# are more, the list would be larger than the page: the form has none, and applicants type the name.
MAX_SUGGESTIONS = 250

# Names that one search decrypts, in half a second at most.
MAX_SCANNED = 5_000
