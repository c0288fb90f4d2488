from accounts import account_security
from accounts.login import sessions, throttle
from cms.declarations.jobs import Job

JOBS = [
    Job(
        "delete failed logins",
        count_due=throttle.count_expired,
        run=throttle.purge,
        needs_correct_clock=True,
    ),
    Job(
        "delete ended sessions",
        count_due=sessions.count_expired,
        run=sessions.purge,
        needs_correct_clock=True,
    ),
    Job(
        "erase old records of logins",
        count_due=account_security.count_expired,
        run=account_security.purge,
        needs_correct_clock=True,
    ),
]
