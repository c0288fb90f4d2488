from operations.models import ClockReading, RestoreRecord

NEVER_PUBLIC = [ClockReading, RestoreRecord]
