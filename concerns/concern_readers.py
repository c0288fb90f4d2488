"""Only accounts whose groups have the permission may read concerns. Superusers need the group, too,
so that those who run the server read no concern by chance."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from cms.admin.permissions import group_permissions


def may_read_concerns(user: User | AnonymousUser) -> bool:
    return "concerns.view_concern" in group_permissions(user)


def concern_readers() -> QuerySet[User]:
    """Returns the staff who may read concerns and have an e-mail address."""
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    permission = {
        "groups__permissions__content_type__app_label": "concerns",
        "groups__permissions__codename": "view_concern",
    }
    return staff.filter(**permission).distinct()
