from cms.declarations.jobs import Job
from resources.models import Resource, ResourceFile
from versions.deletion.orphaned_files import OrphanedFiles

orphaned_files = OrphanedFiles(ResourceFile, "file", owner=Resource)

JOBS = [
    Job(
        "delete orphaned files of resources",
        count_due=orphaned_files.count,
        run=orphaned_files.delete,
        needs_correct_clock=True,
    ),
]
