from cms.declarations.jobs import Job
from versions import erasing

JOBS = [
    Job(
        "erase versions of deleted items",
        erasing.count_versions_of_deleted_items,
        erasing.erase_versions_of_deleted_items,
    )
]
