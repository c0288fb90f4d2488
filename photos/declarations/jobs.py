from cms.declarations.jobs import Job
from photos import licence_ends
from photos.files import duplicates, misplaced_files, orphaned_files, share_cards

JOBS = [
    Job(
        "take down photos whose licence has ended",
        licence_ends.count_ended,
        licence_ends.take_down_ended,
        # A clock that is ahead would take down every photo whose licence has an end.
        needs_correct_clock=True,
    ),
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
        "draw missing share cards of photos",
        share_cards.count_missing,
        share_cards.draw_missing,
    ),
    Job(
        "compute missing photo hashes",
        duplicates.count_photos_without_hash,
        duplicates.compute_missing_hashes,
    ),
]
