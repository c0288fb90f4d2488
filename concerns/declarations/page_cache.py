from concerns.models import Concern, ConcernAccessLogEntry

NEVER_PUBLIC = [Concern, ConcernAccessLogEntry]
