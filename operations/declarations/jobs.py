from cms.declarations.jobs import Job, Stage
from operations.snapshot import schedule

JOBS = [
    Job(
        "copy the public site to SNAPSHOT_DIR",
        count_due=schedule.is_due,
        run=schedule.make_if_due,
        stage=Stage.COPY_SITE,
    ),
]
