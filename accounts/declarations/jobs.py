from accounts import account_security
from accounts.login import sessions, throttle
from cms.declarations.jobs import Job

JOBS = [
    Job("delete failed logins", throttle.count_expired, throttle.purge, needs_correct_clock=True),
    Job("delete ended sessions", sessions.count_expired, sessions.purge, needs_correct_clock=True),
    Job(
        "erase old records of logins",
        account_security.count_expired,
        account_security.purge,
        needs_correct_clock=True,
    ),
]
