from cms.declarations.jobs import Job
from spam import models

JOBS = [Job("delete counts of forms", models.count_expired, models.purge, needs_correct_clock=True)]
