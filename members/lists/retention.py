from datetime import timedelta

# An uploaded list contains addresses of people; nobody needs it after reviewing it.
UPLOAD_RETENTION = timedelta(days=7)
