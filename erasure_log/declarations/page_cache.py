from erasure_log.models import PendingEntry

NEVER_PUBLIC = [PendingEntry]
