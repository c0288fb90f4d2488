from datetime import timedelta

# Long enough for any report.
MAX_DESCRIPTION_LENGTH = 10_000
MAX_CONTACT_LENGTH = 1_000

# The shortest time between two e-mails that notify readers of new concerns.
MIN_BETWEEN_READER_EMAILS = timedelta(hours=1)

# The texts are of no more use after a case is closed; the log of who read them is kept longer.
CONCERN_RETENTION = timedelta(days=365)
ACCESS_RETENTION = timedelta(days=2 * 365)
