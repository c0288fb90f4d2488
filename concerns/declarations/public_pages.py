from concerns.models import Concern, ConcernAccess

NEVER_PUBLIC = [Concern, ConcernAccess]
