from cms.declarations.jobs import Job
from news.models import Article, FileBlock
from versions.deletion.orphaned_files import OrphanedFiles

orphaned_files = OrphanedFiles(FileBlock, "file", owner=Article)

JOBS = [
    Job(
        "delete orphaned files of articles",
        count_due=orphaned_files.count,
        run=orphaned_files.delete,
        needs_correct_clock=True,
    ),
]
