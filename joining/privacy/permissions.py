"""Who may read applications, vote on them, decide on them and export them.

Only the permissions of a user's groups count. Being a superuser gives no access: administrators of
the server have no need to read what applicants wrote. Those who decide also do what comes before a
decision: they ask applicants and referees, assign applications and quarantine them.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet

from cms.admin.permissions import group_permissions
from joining.models import Application, Vote

State = Application.State


def may_decide_on_applications(user: User | AnonymousUser) -> bool:
    return _has_permission(user, "decide")


def may_vote_on_applications(user: User | AnonymousUser) -> bool:
    return _has_permission(user, "vote")


def may_export_applications(user: User | AnonymousUser) -> bool:
    return _has_permission(user, "export")


def may_read_applications(user: User | AnonymousUser) -> bool:
    return may_decide_on_applications(user) or may_vote_on_applications(user)


def _has_permission(user: User | AnonymousUser, action: str) -> bool:
    return user.is_staff and f"joining.{action}_application" in group_permissions(user)


def users_who_decide() -> QuerySet[User]:
    """Those who can be sent an e-mail."""
    return _users_with_permission("decide")


def users_who_vote() -> QuerySet[User]:
    """Those who can be sent an e-mail."""
    return _users_with_permission("vote")


def _users_with_permission(action: str) -> QuerySet[User]:
    return (
        get_user_model()
        .objects.filter(
            is_active=True,
            is_staff=True,
            groups__permissions__codename=f"{action}_application",
            groups__permissions__content_type__app_label=Application._meta.app_label,
        )
        .exclude(email="")
        .distinct()
        .order_by("pk")
    )


def readable_applications(user: User | AnonymousUser) -> QuerySet[Application]:
    """The applications a user may open: reviewers those that they vote on, or have voted on."""
    if may_decide_on_applications(user):
        return Application.objects.exclude(state=State.UNCONFIRMED)
    if isinstance(user, User) and may_vote_on_applications(user):
        voted = Vote.objects.filter(reviewer=user).values("application")
        return Application.objects.filter(Q(state=State.VOTING) | Q(pk__in=voted))
    return Application.objects.none()
