from cms.declarations.jobs import Job
from photos.files import duplicates, misplaced_files, orphaned_files

JOBS = [
    Job(
        "delete orphaned photo files",
        orphaned_files.count_orphaned,
        orphaned_files.delete_orphaned,
        needs_correct_clock=True,
    ),
    Job(
        "fix misplaced photo files",
        misplaced_files.count_misplaced,
        misplaced_files.fix_misplaced,
    ),
    Job(
        "compute missing photo hashes",
        duplicates.count_photos_without_hash,
        duplicates.compute_missing_hashes,
    ),
]
