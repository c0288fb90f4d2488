"""How long working copies, the trash and files are kept, and who counts as typing now; how much of
what somebody types is autosaved, and how much a page lists. How often it is autosaved is in
`static/js/admin/forms/working_copy.js`."""

from datetime import timedelta

# What nobody saved.
WORKING_COPY_RETENTION = timedelta(days=30)
TRASH_RETENTION = timedelta(days=30)
# A file that no row names may belong to one that is being saved.
MIN_ORPHAN_AGE = timedelta(hours=1)
# Since the last word that somebody typed.
WRITING_TIMEOUT = timedelta(minutes=10)
# A browser says so often that a form is open in it (`static/js/admin/forms/open_form.js`).
OPEN_FORM_INTERVAL = timedelta(seconds=15)
# Since it last said so: two times may be lost.
OPEN_FORM_TIMEOUT = 3 * OPEN_FORM_INTERVAL

# Characters of a form, in all its fields.
MAX_WORKING_COPY_LENGTH = 2_000_000
# Characters of the name by which a form that is open in a tab is known.
FORM_ID_LENGTH = 32

VERSIONS_PER_PAGE = 30
TRANSLATION_TASKS_PER_PAGE = 50
