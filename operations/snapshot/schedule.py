"""Makes the copy anew whenever the public site changed, where SNAPSHOT_DIR names a folder."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from operations.snapshot import change_detection
from operations.snapshot.builder import make_snapshot
from operations.snapshot.folder import SnapshotFolder


def is_due() -> int:
    """1 or 0, as the scheduler counts what is due."""
    if not settings.SNAPSHOT_DIR:
        return 0
    folder = SnapshotFolder.open(Path(settings.SNAPSHOT_DIR))
    return int(change_detection.is_outdated(folder.state, timezone.now()))


def make_if_due() -> int:
    """How many files were written or deleted."""
    if not settings.SNAPSHOT_DIR or not is_due():
        return 0
    result = make_snapshot(Path(settings.SNAPSHOT_DIR))
    return result.written + result.deleted
