"""Sets the groups and their permissions as the apps declare them in `roles.py`.

Permissions may be patterns (`news.*`), each of which must match at least one. Groups that a
superuser has added are left alone.
"""

from collections import defaultdict
from fnmatch import fnmatchcase

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import override

from cms import declarations
from cms.declarations.roles import Role
from cms.i18n import languages


def permission_patterns() -> dict[Role, list[str]]:
    found: dict[Role, list[str]] = defaultdict(list)
    for module in declarations.modules("roles"):
        for role, patterns in getattr(module, "PERMISSIONS", {}).items():
            found[role] += patterns
    return dict(found)


@transaction.atomic
def apply_roles() -> list[str]:
    """Permissions that are not declared are removed. Returns the names of the groups."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    return [
        apply_role(role, patterns, permissions).name
        for role, patterns in permission_patterns().items()
    ]


def apply_role(role: Role, patterns: list[str], permissions: dict[str, Permission]) -> Group:
    with override(languages.codes()[0]):
        name = str(role.name)
    group = role.groups().first() or Group(name=name)
    group.name = name
    group.save()
    group.permissions.set(
        permission for pattern in patterns for permission in matching(pattern, permissions)
    )
    return group


def matching(pattern: str, permissions: dict[str, Permission]) -> list[Permission]:
    found = [permission for name, permission in permissions.items() if fnmatchcase(name, pattern)]
    if not found:
        raise ImproperlyConfigured(f"A roles.py names a permission that there is not: {pattern}.")
    return found
