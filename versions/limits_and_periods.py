"""How long working copies, the bin and files are kept, and who counts as typing now; how much of
what somebody types is autosaved, and how much a page lists."""

from datetime import timedelta

# What nobody saved.
WORKING_COPY_RETENTION = timedelta(days=30)
BIN_RETENTION = timedelta(days=30)
# A file that no row names may belong to one that is being saved.
MIN_ORPHAN_AGE = timedelta(hours=1)
# Since the last word that somebody typed.
STILL_WRITING = timedelta(minutes=10)
# Since a browser last said that a form is open in it: three times the pause of `open_form.js`.
STILL_OPEN = timedelta(seconds=45)

# Characters of a form, in all its fields.
MAX_WORKING_COPY_LENGTH = 2_000_000
# Characters of the name by which a form that is open in a tab is known.
FORM_ID_LENGTH = 32

VERSIONS_PER_PAGE = 30
TASKS_PER_PAGE = 50
