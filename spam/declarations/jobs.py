from cms.declarations.jobs import Job
from spam import models

JOBS = [
    Job(
        "delete counts of forms",
        count_due=models.count_expired,
        run=models.purge,
        needs_correct_clock=True,
    )
]
