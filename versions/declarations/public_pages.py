from versions.models import HeldEdit, Version, WorkingCopy

NEVER_PUBLIC = [HeldEdit, Version, WorkingCopy]
