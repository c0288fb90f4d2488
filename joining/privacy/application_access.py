"""Who may read applications and decide on them, and the log of who has read them.

Only the permissions of a user's groups count. Being a superuser gives no access: administrators of
the server have no need to read what applicants wrote.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.admin.permissions import group_permissions
from joining.models import Application, ApplicationAccess, Vote
from joining.privacy.limits import READING_LOGGED_ONCE_PER

State = Application.State


def may_decide(user: User | AnonymousUser) -> bool:
    return _has_right(user, "decide")


def may_vote(user: User | AnonymousUser) -> bool:
    return _has_right(user, "vote")


def may_export(user: User | AnonymousUser) -> bool:
    return _has_right(user, "export")


def may_read(user: User | AnonymousUser) -> bool:
    return may_decide(user) or may_vote(user)


def _has_right(user: User | AnonymousUser, right: str) -> bool:
    return user.is_staff and f"joining.{right}_application" in group_permissions(user)


def users_who_decide() -> QuerySet[User]:
    """Those who can be sent an e-mail."""
    return _users_with_right("decide")


def users_who_vote() -> QuerySet[User]:
    """Those who can be sent an e-mail."""
    return _users_with_right("vote")


def _users_with_right(right: str) -> QuerySet[User]:
    return (
        get_user_model()
        .objects.filter(
            is_active=True,
            is_staff=True,
            groups__permissions__codename=f"{right}_application",
            groups__permissions__content_type__app_label=Application._meta.app_label,
        )
        .exclude(email="")
        .distinct()
        .order_by("pk")
    )


def readable_applications(user: User | AnonymousUser) -> QuerySet[Application]:
    """The applications a user may open: reviewers those that they vote on, or have voted on."""
    if may_decide(user):
        return Application.objects.exclude(state=State.UNCONFIRMED)
    if isinstance(user, User) and may_vote(user):
        voted = Vote.objects.filter(reviewer=user).values("application")
        return Application.objects.filter(Q(state=State.VOTING) | Q(pk__in=voted))
    return Application.objects.none()


def log_reading(application: Application, by: User) -> None:
    since = timezone.now() - READING_LOGGED_ONCE_PER
    read = {"action": ApplicationAccess.Action.READ, "reference": application.reference}
    if not ApplicationAccess.objects.filter(account=by, at__gt=since, **read).exists():
        _log_access(by, **read)


def log_export(number: int, reason: str, by: User) -> None:
    _log_access(by, action=ApplicationAccess.Action.EXPORT, reason=reason, number=number)


def log_erasure(application: Application, by: User) -> None:
    _log_access(by, action=ApplicationAccess.Action.ERASED, reference=application.reference)


def _log_access(by: User, **columns: object) -> None:
    ApplicationAccess.objects.create(account=by, name=by.get_username(), **columns)
