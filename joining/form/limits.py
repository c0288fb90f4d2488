"""How much an applicant may send, and how often. Limits for anybody's forms: `spam/limits.py`."""

from datetime import timedelta

FILE_MEGABYTES = 10
MAX_DOCUMENTS = 3
# Three documents and a logo of 10 MB each, and the answers.
MAX_BYTES_WITH_FILES = 45 * 1024 * 1024
# Files of applicants who have not confirmed an address: all together must not fill the disk (5 GB).
MAX_UNCONFIRMED_FILES = 500

# Ten times the longest answer: longer ones stay in the page and are not stored in a draft.
MAX_CHARACTERS = 20_000
MAX_VALUES = 1_000

# From this spam score on an application goes into quarantine.
QUARANTINE_SCORE = 3
MAX_LINKS = 2
# A motivation is compared with those of this period, up to MAX_COMPARED.
COMPARED_PERIOD = timedelta(days=2)
MAX_COMPARED = 40
