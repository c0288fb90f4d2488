from versions.models import BinnedItem, PendingChanges, Version, WorkingCopy

NEVER_PUBLIC = [BinnedItem, PendingChanges, Version, WorkingCopy]
