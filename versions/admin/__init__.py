from versions.admin.history import VersionsMixin as VersionsMixin
