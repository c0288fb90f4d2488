from datetime import timedelta

# Logins must be known for as long as access to concerns and applications.
SECURITY_EVENT_RETENTION = timedelta(days=2 * 365)

# Failed attempts are forgotten after a day without another.
ATTEMPT_RETENTION = timedelta(days=1)

# As long as the cookie of a device.
DEVICE_RETENTION = timedelta(days=365)

# A submitted form, stored in the login page.
SAVED_POST_RETENTION = timedelta(days=1)
