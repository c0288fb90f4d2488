from datetime import timedelta

# Opening an application again within this time is not logged again.
READ_LOG_INTERVAL = timedelta(hours=1)

# Consents that one applicant can give; withdrawing is not limited.
MAX_CONSENT_CHANGES_PER_DAY = 20
