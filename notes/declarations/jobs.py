from cms.declarations.jobs import Job
from notes import erasing

JOBS = [
    Job(
        "delete notes of deleted items",
        count_due=erasing.count_notes_of_deleted_items,
        run=erasing.erase_notes_of_deleted_items,
    ),
]
