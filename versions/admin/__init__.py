from versions.admin.mixin import VersionsMixin as VersionsMixin
