"""Who may read applications, and who did.

Only what a user's groups permit counts. Being a superuser opens nothing here: whoever looks after
the machine has no need to read what applicants wrote.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from joining.models import Access, Application, Vote
from network.roles import permitted

# Whoever reads an application several times within it has read it once.
ONE_READING = timedelta(hours=1)


def may(user, what: str) -> bool:
    """Whether a user's groups permit `what`: "decide", "vote", "export"."""
    return user.is_staff and f"joining.{what}_application" in permitted(user)


def may_read(user) -> bool:
    return may(user, "decide") or may(user, "vote")


def recipients(what: str) -> QuerySet:
    """Who gets letters because their groups permit `what`."""
    return (
        get_user_model()
        .objects.filter(
            is_active=True,
            is_staff=True,
            groups__permissions__codename=f"{what}_application",
            groups__permissions__content_type__app_label=Application._meta.app_label,
        )
        .exclude(email="")
        .distinct()
        .order_by("pk")
    )


def readable(user) -> QuerySet[Application]:
    """The applications a user may open. Who only votes reads what there is to vote on."""
    State = Application.State  # noqa: N806 - the class
    if may(user, "decide"):
        return Application.objects.exclude(state=State.UNVERIFIED)
    if may(user, "vote"):
        voted = Vote.objects.filter(reviewer=user).values("application")
        return Application.objects.filter(Q(state=State.REVIEW) | Q(pk__in=voted))
    return Application.objects.none()


def note_reading(application: Application, by) -> None:
    """Write down that somebody reads an application."""
    since = timezone.now() - ONE_READING
    entries = Access.objects.filter(kind=Access.Kind.READ, reference=application.reference, by=by)
    if not entries.filter(at__gt=since).exists():
        Access.objects.create(kind=Access.Kind.READ, reference=application.reference, by=by)


def note_export(number: int, reason: str, by) -> None:
    """Write down that somebody takes applications out of the site, how many and what for."""
    Access.objects.create(kind=Access.Kind.EXPORT, by=by, reason=reason, number=number)
