"""How long logins, devices and records of them are kept; how many attempts, passkeys and e-mails.

How long a session lasts: `SESSION_COOKIE_AGE` and `SESSION_LIFETIME` in `website/settings.py`.
"""

from datetime import timedelta

# How long something lasts or is kept.

# Enough time to install an app and to learn how it works.
PENDING_LOGIN_LIFETIME = timedelta(minutes=20)
REAUTHENTICATION_LIFETIME = timedelta(minutes=10)
# Browsers wait five minutes at most.
CHALLENGE_SECONDS = 5 * 60

# After the free attempts; each further attempt waits twice as long as the one before it.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_WAIT_FOR_CODE = timedelta(hours=1)
# Failed attempts are forgotten after a day without another.
ATTEMPT_RETENTION = timedelta(days=1)

# Logins must be known for as long as access to concerns and applications.
SECURITY_EVENT_RETENTION = timedelta(days=2 * 365)
# As long as the cookie of a device.
DEVICE_RETENTION = timedelta(days=365)
# A submitted form, stored in the login page.
SAVED_POST_RETENTION = timedelta(days=1)

# How much and how many.

# Wrong ones after which somebody has to wait (`login/throttle.py`). A whole office may share an
# address.
FREE_PASSWORD_ATTEMPTS = 5
FREE_PASSWORD_ATTEMPTS_OF_ADDRESS = 30
FREE_CODE_ATTEMPTS = 5
FREE_PASSKEY_ATTEMPTS = 15

# The form for logging in takes no longer ones, which limits the cost of hashing an attempt.
MAX_PASSWORD_LENGTH = 4096
# A response has about 2 kB; the longest keys and certificates of authenticators fit in.
MAX_RESPONSE_LENGTH = 32 * 1024
MAX_PASSKEYS = 20
RECOVERY_CODE_COUNT = 10
# To one account.
MAX_EMAILS_PER_DAY = 10
# Entries of the log on the account page.
MAX_EVENTS_SHOWN = 10
