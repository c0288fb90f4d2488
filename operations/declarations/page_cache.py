from operations.models import ClockReading, RestoreRecord

MODELS_ON_NO_PUBLIC_PAGE = [ClockReading, RestoreRecord]
