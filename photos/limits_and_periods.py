"""How long before the end of a licence staff are warned; how many photos a page or a job takes."""

from datetime import timedelta

# Staff are told so long before the licence of a photo ends.
LICENCE_WARNING = timedelta(days=30)

# A younger file may belong to an upload that is just being saved.
MIN_ORPHAN_AGE = timedelta(hours=1)

MAX_NAME_LENGTH = 120

# Photos that the scheduler hashes in one run, which has a minute.
HASH_BATCH_SIZE = 20
# Each takes a tenth of a second.
MAX_SHARE_CARDS_PER_RUN = 100

PICKER_PHOTOS_PER_PAGE = 24
# As many forms as one page can hold; the other photos follow on the next.
FORMS_PER_PAGE = 40
# Photos in a select without JavaScript; the picker finds all.
MAX_SELECT_OPTIONS = 100

# Photos whose licence has ended: each moves files after its commit.
MAX_TAKEN_DOWN_PER_RUN = 50

# Longer than a name or a caption; the patterns for camera texts must not search a book.
MAX_SUGGESTION_LENGTH = 300
