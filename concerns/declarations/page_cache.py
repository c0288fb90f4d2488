from concerns.models import Concern, ConcernAccessLogEntry

MODELS_ON_NO_PUBLIC_PAGE = [Concern, ConcernAccessLogEntry]
