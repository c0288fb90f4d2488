from versions.models import BinnedItem, PendingChanges, UnneededTranslation, Version, WorkingCopy

NEVER_PUBLIC = [BinnedItem, PendingChanges, UnneededTranslation, Version, WorkingCopy]
