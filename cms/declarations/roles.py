"""Roles: groups of Django with permissions that the apps declare, each for its own models.

An app declares in its `roles.py` or `declarations/roles.py` what a role may do there:
`PERMISSIONS = {EDITORS: ("news.*",)}`. `operations/group_permissions.py` builds the groups. A role
for one app stands in that `roles.py`, too; here are those that several apps give permissions to.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.i18n import languages


@dataclass(frozen=True)
class Role:
    """A group. Its name is in the network's own language."""

    name: str | Promise

    @property
    def names(self) -> set[str]:
        """In all languages, as the network's language may have changed since the group was made."""
        names = set()
        for code in languages.codes():
            with override(code):
                names.add(str(self.name))
        return names

    def groups(self) -> QuerySet[Group]:
        return Group.objects.filter(name__in=self.names)


EDITORS = Role(_("Editors"))
COORDINATORS = Role(_("Coordinators"))
