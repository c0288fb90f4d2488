from versions.models import (
    BinnedItem,
    OpenForm,
    PendingChanges,
    UnneededTranslation,
    Version,
    WorkingCopy,
)

NEVER_PUBLIC = [BinnedItem, OpenForm, PendingChanges, UnneededTranslation, Version, WorkingCopy]
