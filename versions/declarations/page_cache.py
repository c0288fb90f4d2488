from versions.models import (
    OpenForm,
    PendingChanges,
    TrashedItem,
    UnneededTranslation,
    Version,
    WorkingCopy,
)

MODELS_ON_NO_PUBLIC_PAGE = [
    OpenForm,
    PendingChanges,
    TrashedItem,
    UnneededTranslation,
    Version,
    WorkingCopy,
]
