"""When e-mails are sent again, how long they are kept, how many one mailbox gets."""

from datetime import timedelta

# After each failure; the last delay repeats until the e-mail is given up.
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
GIVE_UP_AFTER = timedelta(days=5)

# Sending takes less time: after it, the process must have ended.
INTERRUPTED_AFTER = timedelta(minutes=15)

# E-mails are personal data: the text is erased first, the e-mail is deleted later. The text of a
# sent e-mail is kept until mail servers have given up forwarding it, other texts until staff had
# time to look at them.
SENT_TEXT_RETENTION = timedelta(days=7)
TEXT_RETENTION = timedelta(days=30)
EMAIL_RETENTION = timedelta(days=365)

# The scheduler runs each minute, and does other things as well.
MAX_EMAILS_PER_RUN = 100

# To one mailbox. Visitors can make the site write to addresses that are not theirs, but not more
# often than this.
MAX_EMAILS_PER_DAY = 10

# After so many lost connections in a row the rest waits. A single one may be caused by the e-mail,
# which must not block those after it.
MAX_LOST_CONNECTIONS = 3
