from cms.declarations.jobs import Job
from versions import models
from versions.deletion import erasing, trash

JOBS = [
    Job(
        "empty the bin",
        count_due=trash.count_expired,
        run=trash.delete_expired,
        needs_correct_clock=True,
    ),
    Job(
        "delete versions of deleted items",
        count_due=erasing.count_records_about_deleted_items,
        run=erasing.erase_records_about_deleted_items,
    ),
    Job(
        "forget who had a form open",
        count_due=models.count_expired_open_forms,
        run=models.delete_expired_open_forms,
        needs_correct_clock=True,
    ),
    Job(
        "delete working copies that nobody saved",
        count_due=models.count_expired_working_copies,
        run=models.delete_expired_working_copies,
        needs_correct_clock=True,
    ),
]
