from versions.models import Version

NEVER_PUBLIC = [Version]
