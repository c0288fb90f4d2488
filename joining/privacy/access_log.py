"""The log of who has read, exported and erased applications."""

from django.contrib.auth.models import User
from django.utils import timezone

from joining.limits_and_periods import READ_LOG_INTERVAL
from joining.models import Application, ApplicationAccessLogEntry


def log_reading(application: Application, by: User) -> None:
    since = timezone.now() - READ_LOG_INTERVAL
    read = {"action": ApplicationAccessLogEntry.Action.READ, "reference": application.reference}
    if not ApplicationAccessLogEntry.objects.filter(account=by, at__gt=since, **read).exists():
        _log_access(by, **read)


def log_export(number: int, reason: str, by: User) -> None:
    _log_access(by, action=ApplicationAccessLogEntry.Action.EXPORT, reason=reason, number=number)


def log_erasure(application: Application, by: User) -> None:
    _log_access(by, action=ApplicationAccessLogEntry.Action.ERASED, reference=application.reference)


def _log_access(by: User, **columns: object) -> None:
    ApplicationAccessLogEntry.objects.create(account=by, name=by.get_username(), **columns)
