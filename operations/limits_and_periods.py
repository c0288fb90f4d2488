"""How long backups are kept, when one counts as unfinished, how much memory it takes; how far a
clock may drift."""

from datetime import timedelta

# `manage.py backup` deletes older ones of the folder; `--keep-days` names another number. What was
# erased on the site is erased in backups as late as this.
BACKUP_RETENTION = timedelta(days=30)

# The process of an unfinished backup that is older must be gone.
UNFINISHED_BACKUP_SECONDS = 24 * 3600

# Bytes of a file that a backup takes from an object store. Larger ones wait in a temporary file.
MAX_IN_MEMORY = 8 * 1024 * 1024

# No clock drifts more than this by itself.
MAX_CLOCK_DRIFT = timedelta(days=1)

# More instances than a table gets between two backups.
SEQUENCE_GAP = 1_000_000
