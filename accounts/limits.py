from datetime import timedelta

# Enough time to install an app and to learn how it works.
PENDING_LOGIN_LIFETIME = timedelta(minutes=20)

REAUTHENTICATION_LIFETIME = timedelta(minutes=10)

# After the free attempts; each further attempt waits twice as long as the one before it.
FIRST_WAIT = timedelta(seconds=30)

# The form for logging in takes no longer ones, which limits the cost of hashing an attempt.
MAX_PASSWORD_LENGTH = 4096

RECOVERY_CODE_COUNT = 10

MAX_PASSKEYS = 20
# Browsers wait five minutes at most.
CHALLENGE_SECONDS = 5 * 60
# A response has about 2 kB; the longest keys and certificates of authenticators fit in.
MAX_RESPONSE_LENGTH = 32 * 1024

# To one account.
MAX_EMAILS_PER_DAY = 10

# Entries of the log on the account page.
MAX_EVENTS_SHOWN = 10

# Logins must be known for as long as access to concerns and applications.
SECURITY_EVENT_RETENTION = timedelta(days=2 * 365)

# Failed attempts are forgotten after a day without another.
ATTEMPT_RETENTION = timedelta(days=1)

# As long as the cookie of a device.
DEVICE_RETENTION = timedelta(days=365)

# A submitted form, stored in the login page.
SAVED_POST_RETENTION = timedelta(days=1)
