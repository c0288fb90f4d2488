from functools import partial

from cms.declarations.jobs import Job, Stage
from joining.privacy import retention
from joining.review import reminders, staff_notifications

JOBS = [
    Job(
        "notify of applications",
        count_due=staff_notifications.count_applications_to_notify_of,
        run=staff_notifications.notify_coordinators,
        stage=Stage.WRITE_EMAILS,
    ),
    Job(
        "remind applicants",
        count_due=reminders.count_applicants_to_remind,
        run=reminders.remind_applicants,
        stage=Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "remind referees",
        count_due=reminders.count_referees_to_remind,
        run=reminders.remind_referees,
        stage=Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "remind members to sign",
        count_due=reminders.count_members_to_remind,
        run=reminders.remind_members_to_sign,
        stage=Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    *(
        Job(
            f"erase {rule.name}",
            count_due=partial(retention.count_due, rule),
            run=partial(retention.erase_due_rows, rule),
            needs_correct_clock=True,
        )
        for rule in retention.RULES
    ),
    Job(
        "erase orphaned files",
        count_due=retention.count_orphaned_files,
        run=retention.delete_orphaned_files,
        needs_correct_clock=True,
    ),
]
