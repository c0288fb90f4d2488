"""How long is kept what nobody saved."""

from datetime import timedelta

WORKING_COPY_RETENTION = timedelta(days=30)
