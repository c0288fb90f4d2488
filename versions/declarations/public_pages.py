from versions.models import BinnedItem, HeldEdit, Version, WorkingCopy

NEVER_PUBLIC = [BinnedItem, HeldEdit, Version, WorkingCopy]
