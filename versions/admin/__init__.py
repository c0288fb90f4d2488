from versions.admin.versions_mixin import VersionsMixin as VersionsMixin
