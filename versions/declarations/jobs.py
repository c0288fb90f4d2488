from cms.declarations.jobs import Job
from versions import models
from versions.deletion import erasing, trash

JOBS = [
    Job(
        "empty the bin",
        trash.count_expired,
        trash.delete_expired,
        needs_correct_clock=True,
    ),
    Job(
        "delete versions of deleted items",
        erasing.count_versions_of_deleted_items,
        erasing.erase_versions_of_deleted_items,
    ),
    Job(
        "forget who had a form open",
        models.count_expired_open_forms,
        models.delete_expired_open_forms,
        needs_correct_clock=True,
    ),
    Job(
        "delete working copies that nobody saved",
        models.count_expired_working_copies,
        models.delete_expired_working_copies,
        needs_correct_clock=True,
    ),
]
