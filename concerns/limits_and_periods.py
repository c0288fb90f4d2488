"""How long reports and the log of who read them are kept, and how long a report may be."""

from datetime import timedelta

# The texts are of no more use after a case is closed; the log of who read them is kept longer.
CONCERN_RETENTION = timedelta(days=365)
ACCESS_RETENTION = timedelta(days=2 * 365)

# The shortest time between two e-mails that notify readers of new concerns.
MIN_BETWEEN_READER_EMAILS = timedelta(hours=1)

# Characters: long enough for any report.
MAX_DESCRIPTION_LENGTH = 10_000
MAX_CONTACT_LENGTH = 1_000
