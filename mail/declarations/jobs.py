from cms.declarations.jobs import Job, Stage
from mail import outbox

JOBS = [
    Job("deliver e-mails", outbox.count_due, outbox.send_due_emails, Stage.SEND_EMAILS),
    Job("erase old e-mails", outbox.count_expired, outbox.purge, needs_correct_clock=True),
]
