from cms.declarations.jobs import Job, Stage
from concerns import actions

JOBS = [
    Job(
        "notify readers of concerns",
        actions.count_awaiting_notification,
        actions.notify_readers,
        Stage.WRITE_EMAILS,
    ),
    Job("delete expired concerns", actions.count_expired, actions.purge, needs_correct_clock=True),
]
