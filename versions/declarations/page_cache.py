from versions.models import (
    BinnedItem,
    OpenForm,
    PendingChanges,
    UnneededTranslation,
    Version,
    WorkingCopy,
)

MODELS_ON_NO_PUBLIC_PAGE = [
    BinnedItem,
    OpenForm,
    PendingChanges,
    UnneededTranslation,
    Version,
    WorkingCopy,
]
