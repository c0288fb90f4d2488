"""How long data of applicants are kept, how long links work, when reminders go out; how much an
applicant may send, and how much staff see on a page.

How many votes and referees an application needs, coordinators set in the admin: fields of `Network`
(`network/models.py`). Limits of all forms of visitors: `spam/limits_and_periods.py`.
"""

from datetime import timedelta

# How long data are kept; `joining/privacy/retention.py` erases them.

# Since the last change.
DRAFT_RETENTION = timedelta(days=14)
# For so long an address can be confirmed.
UNCONFIRMED_HOURS = 48
UNCONFIRMED_RETENTION = timedelta(hours=UNCONFIRMED_HOURS)
QUARANTINE_RETENTION = timedelta(days=30)
# Withdrawn by the applicant, or closed because a question was not answered or another application
# was open.
CLOSED_RETENTION = timedelta(days=5)
DECLINED_RETENTION = timedelta(days=182)
# Since they left.
FORMER_MEMBER_RETENTION = timedelta(days=365)
# Since the decision.
REFEREE_RETENTION = timedelta(days=30)
FILE_RETENTION = timedelta(days=30)
ACCESS_LOG_RETENTION = timedelta(days=730)

# A file without a row may belong to a form that is being saved.
MIN_ORPHAN_AGE = timedelta(days=1)

# How long links in e-mails work. How long an address can be confirmed is UNCONFIRMED_RETENTION,
# counted from the moment when the e-mail was sent.
CONFIRMATION_LINK_LIFETIME = timedelta(days=7)
STATUS_LINK_LIFETIME = timedelta(days=365)
SIGNING_LINK_LIFETIME = timedelta(days=90)
REFEREE_LINK_LIFETIME = timedelta(days=60)

# When reminders go out: `joining/review/reminders.py`.

# Days after a request for information: applicants are reminded, and the application is closed.
INFO_REMINDER_DAYS = (7, 21)
INFO_CLOSING_DAYS = 30
REFEREE_REMINDER_AFTER = timedelta(days=7)
SIGNING_REMINDER_AFTER = timedelta(days=14)

# The shortest time between two e-mails that notify coordinators of new applications.
MIN_BETWEEN_STAFF_EMAILS = timedelta(hours=1)
# Opening an application again within this time is not logged again.
READ_LOG_INTERVAL = timedelta(hours=1)

# How much an applicant may send.

# Characters of an answer: on a line, in a text, and in a long text such as the motivation.
LINE_LENGTH, TEXT_LENGTH, LONG_TEXT_LENGTH = 160, 1000, 2000
FILE_MEGABYTES = 10
MAX_DOCUMENTS = 3
# Three documents and a logo of 10 MB each, and the answers.
MAX_BYTES_WITH_FILES = 45 * 1024 * 1024
# Files of applicants who have not confirmed an address: all together must not fill the disk (5 GB).
MAX_UNCONFIRMED_FILES = 500
# Ten times the longest answer: longer ones stay in the page and are not stored in a draft.
MAX_DRAFT_CHARACTERS = 10 * LONG_TEXT_LENGTH
MAX_DRAFT_VALUES = 1_000
# Consents that one applicant can give; withdrawing is not limited.
MAX_CONSENT_CHANGES_PER_DAY = 20
MAX_REFEREE_REMARK_LENGTH = 1000
# Members in the list of suggestions: 1.5 times as many as a large national network has. If there
# are more, the list would be larger than the page: the form has none, and applicants type the name.
MAX_SUGGESTED_MEMBERS = 250

# When an application looks like spam: `joining/form/spam_score.py`.

# From this spam score on an application goes into quarantine.
QUARANTINE_SCORE = 3
MAX_LINKS = 2
# A motivation is compared with those of this period, up to MAX_COMPARED_MOTIVATIONS.
COMPARISON_PERIOD = timedelta(days=2)
MAX_COMPARED_MOTIVATIONS = 40

# What staff see and send.

APPLICATIONS_PER_PAGE = 50
# New links that coordinators send to one applicant.
MAX_NEW_LINKS_PER_DAY = 3
# Names that one search decrypts, in half a second at most.
MAX_SEARCHED_NAMES = 5_000
