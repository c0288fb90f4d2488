from erasure_log.models import PendingEntry

MODELS_ON_NO_PUBLIC_PAGE = [PendingEntry]
