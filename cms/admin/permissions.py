"""What somebody may see in the admin."""

from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest


def authenticated_user(request: HttpRequest) -> User:
    """Raises PermissionDenied for a visitor who is not logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def group_permissions(user: User | AnonymousUser) -> set[str]:
    """The permissions that somebody's groups give ("news.view_article"), queried once per request.

    Unlike `User.get_all_permissions` it gives a superuser no more: whoever looks after the machine
    has no need to read what is confidential.
    """
    if not isinstance(user, User) or not user.is_active:
        return set()
    cached = vars(user)
    if "_group_permissions" not in cached:
        permissions = Permission.objects.filter(group__user=user).values_list(
            "content_type__app_label", "codename"
        )
        cached["_group_permissions"] = {f"{app}.{codename}" for app, codename in permissions}
    return cached["_group_permissions"]


def can_view(user: User | AnonymousUser, model: type[Model]) -> bool:
    """Whether somebody may read the items of a model in the admin."""
    name = f"{model._meta.app_label}.%s_{model._meta.model_name}"
    return user.is_staff and (user.has_perm(name % "view") or user.has_perm(name % "change"))
