from cms.declarations.jobs import Job, Stage
from mail import outbox

JOBS = [
    Job(
        "deliver e-mails",
        count_due=outbox.count_due,
        run=outbox.send_due_emails,
        stage=Stage.SEND_EMAILS,
    ),
    Job(
        "erase old e-mails",
        count_due=outbox.count_expired,
        run=outbox.purge,
        needs_correct_clock=True,
    ),
]
