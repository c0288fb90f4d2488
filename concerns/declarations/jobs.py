from cms.declarations.jobs import Job, Stage
from concerns import actions

JOBS = [
    Job(
        "notify readers of concerns",
        count_due=actions.count_awaiting_notification,
        run=actions.notify_readers,
        stage=Stage.WRITE_EMAILS,
    ),
    Job(
        "delete expired concerns",
        count_due=actions.count_expired,
        run=actions.purge,
        needs_correct_clock=True,
    ),
]
