from cms.declarations.jobs import Job
from photos import licence_ends
from photos.files import duplicates, misplaced_files, orphaned_files, share_cards

JOBS = [
    Job(
        "take down photos whose licence has ended",
        count_due=licence_ends.count_ended,
        run=licence_ends.take_down_ended,
        # A clock that is ahead would take down every photo whose licence has an end.
        needs_correct_clock=True,
    ),
    Job(
        "delete orphaned photo files",
        count_due=orphaned_files.count_orphaned,
        run=orphaned_files.delete_orphaned,
        needs_correct_clock=True,
    ),
    Job(
        "fix misplaced photo files",
        count_due=misplaced_files.count_misplaced,
        run=misplaced_files.fix_misplaced,
    ),
    Job(
        "draw missing share cards of photos",
        count_due=share_cards.count_missing,
        run=share_cards.draw_missing,
    ),
    Job(
        "compute missing photo hashes",
        count_due=duplicates.count_photos_without_hash,
        run=duplicates.compute_missing_hashes,
    ),
]
