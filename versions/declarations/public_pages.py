from versions.models import Version, WorkingCopy

NEVER_PUBLIC = [Version, WorkingCopy]
