"""How long working copies, the trash and orphaned files are kept, how much is autosaved, how much a
page lists. How often forms are autosaved is in `static/js/admin/forms/working_copy.js`."""

from datetime import timedelta

WORKING_COPY_RETENTION = timedelta(days=30)
TRASH_RETENTION = timedelta(days=30)
# A younger file may belong to an instance that is just being saved.
MIN_ORPHAN_AGE = timedelta(hours=1)
# How long after the last autosave a user still counts as writing.
WRITING_TIMEOUT = timedelta(minutes=10)
# How often a browser reports that a form is open in it (`static/js/admin/forms/open_form.js`).
OPEN_FORM_INTERVAL = timedelta(seconds=15)
# After the last report: two may be lost.
OPEN_FORM_TIMEOUT = 3 * OPEN_FORM_INTERVAL

# Characters of a form, in all its fields.
MAX_WORKING_COPY_LENGTH = 2_000_000
# Characters of the random name of a form that is open in a tab.
FORM_ID_LENGTH = 32

VERSIONS_PER_PAGE = 30
TRANSLATION_TASKS_PER_PAGE = 50
