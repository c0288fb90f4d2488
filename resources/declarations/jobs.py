from cms.declarations.jobs import Job
from resources.models import Resource, ResourceFile
from versions.deletion.orphaned_files import OrphanedFiles

orphaned_files = OrphanedFiles(ResourceFile, "file", owner=Resource)

JOBS = [
    Job(
        "delete orphaned files of resources",
        orphaned_files.count,
        orphaned_files.delete,
        needs_correct_clock=True,
    ),
]
