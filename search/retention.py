"""How long searches without result are kept."""

from datetime import timedelta

MISSED_QUERY_RETENTION = timedelta(days=90)
