"""How long concerns are kept."""

from datetime import timedelta

# The texts are of no more use after a case is closed; the log of who read them is kept longer.
CONCERN_RETENTION = timedelta(days=365)
ACCESS_RETENTION = timedelta(days=2 * 365)
