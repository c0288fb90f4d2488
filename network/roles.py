"""Who may do what: one table of groups. `manage.py roles` makes the groups as the table has them.

Permissions may be patterns (`news.*`), each of which must fit something. Whoever needs another
mixture makes a group of their own, which is left alone.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from network import languages

CONTENT = (
    "news.*",
    "events.*",
    "photos.*",
    "members.*_organisation",
    "members.*_organisationphoto",
    "members.*_person",
    "members.*_appearance",
    "members.*_office",
    "members.*_milestone",
    "members.view_agreement",
    "members.view_region",
    "network.*_page",
    "network.*_topic",
    "network.view_network",
    "network.*_contact",
)


@dataclass(frozen=True)
class Role:
    """A group. Its name is in the network's own language."""

    name: str
    permissions: tuple[str, ...]

    @property
    def names(self) -> set[str]:
        """What the group may be called already, should the network's language have changed."""
        names = set()
        for code in languages.codes():
            with override(code):
                names.add(str(self.name))
        return names

    def groups(self):
        return Group.objects.filter(name__in=self.names)

    def holds(self, user) -> bool:
        """Whether somebody is in the group: unlike permissions, no superuser is by nature."""
        return user.is_active and user.groups.filter(name__in=self.names).exists()


def permitted(user) -> set[str]:
    """What somebody's groups permit, whether or not a superuser: who looks after the machine has
    no need to read what is confidential. Asked of the database once."""
    if not user.is_active:
        return set()
    if not hasattr(user, "_permitted_by_groups"):
        found = Permission.objects.filter(group__user=user).values_list(
            "content_type__app_label", "codename"
        )
        user._permitted_by_groups = {f"{room}.{codename}" for room, codename in found}
    return user._permitted_by_groups


def may_view(user, model: type[Model]) -> bool:
    """Whether somebody reads the items of a model on the desk."""
    name = f"{model._meta.app_label}.%s_{model._meta.model_name}"
    return user.is_staff and (user.has_perm(name % "view") or user.has_perm(name % "change"))


EDITORS = Role(_("Editors"), CONTENT)
COORDINATORS = Role(
    _("Coordinators"),
    (
        *CONTENT,
        "members.*_agreement",
        "members.*_region",
        "network.*_network",
        "network.*_redirect",
        "network.close_forms",
        "letters.view_letter",
        "letters.change_letter",
        "concerns.*_guidance",
        "joining.view_application",
        "joining.decide_application",
        "joining.vote_application",
        "joining.export_application",
        "joining.view_access",
    ),
)
REVIEWERS = Role(_("Reviewers"), ("joining.view_application", "joining.vote_application"))
CONCERNS = Role(_("Concerns group"), ("concerns.*_concern", "concerns.view_access"))

ROLES = (EDITORS, COORDINATORS, REVIEWERS, CONCERNS)


@transaction.atomic
def apply() -> list[str]:
    """Make all groups, with the permissions of the table and no others; their names."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    return [set_up(role, known).name for role in ROLES]


def set_up(role: Role, known: dict[str, Permission]) -> Group:
    with override(languages.codes()[0]):
        name = str(role.name)
    group = role.groups().first() or Group(name=name)
    group.name = name
    group.save()
    group.permissions.set(
        permission for pattern in role.permissions for permission in fitting(pattern, known)
    )
    return group


def fitting(pattern: str, known: dict[str, Permission]) -> list[Permission]:
    found = [permission for name, permission in known.items() if fnmatchcase(name, pattern)]
    if not found:
        raise ImproperlyConfigured(f"network/roles.py: no permission is called {pattern}.")
    return found
