from datetime import timedelta

# Long enough for any report.
MAX_DESCRIPTION_LENGTH = 10_000
MAX_CONTACT_LENGTH = 1_000

# The shortest time between two e-mails that notify readers of new concerns.
MIN_BETWEEN_READER_EMAILS = timedelta(hours=1)
