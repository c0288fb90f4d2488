from functools import partial

from cms.declarations.jobs import Job, Stage
from joining.privacy import retention
from joining.review import reminders, staff_notifications

JOBS = [
    Job(
        "notify of applications",
        staff_notifications.count_applications_to_notify_of,
        staff_notifications.notify_coordinators,
        Stage.WRITE_EMAILS,
    ),
    Job(
        "remind applicants",
        reminders.count_applicants_to_remind,
        reminders.remind_applicants,
        Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "remind referees",
        reminders.count_referees_to_remind,
        reminders.remind_referees,
        Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "remind members to sign",
        reminders.count_members_to_remind,
        reminders.remind_members_to_sign,
        Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    *(
        Job(
            f"erase {rule.name}",
            partial(retention.count_due, rule),
            partial(retention.erase_due_rows, rule),
            needs_correct_clock=True,
        )
        for rule in retention.RULES
    ),
    Job(
        "erase orphaned files",
        retention.count_orphaned_files,
        retention.delete_orphaned_files,
        needs_correct_clock=True,
    ),
]
