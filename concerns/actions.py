"""What happens to a concern, from receipt to erasure."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from cms.encryption import readable_codes
from cms.encryption.hashing import hash_random_secret
from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from concerns.concern_readers import concern_readers
from concerns.limits_and_periods import MIN_BETWEEN_READER_EMAILS
from concerns.models import Concern, ConcernAccessLogEntry
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from mail import outbox


def receive_concern(concern: Concern) -> str:
    """Returns the code with which the reporter finds the concern. Only its hash is stored."""
    code = readable_codes.new_code()
    concern.code_hash = _hash_code(code)
    concern.language = languages.active()
    concern.save()
    return readable_codes.hyphenated(code)


def find_concern(code: str) -> Concern | None:
    return Concern.objects.filter(code_hash=_hash_code(code)).first()


def display_code(code: str) -> str:
    """Returns a typed code as displayed; "-" for an empty one, as it becomes part of a URL."""
    return readable_codes.hyphenated(readable_codes.normalised(code)) or "-"


def _hash_code(code: str) -> str:
    return hash_random_secret(display_code(code))


@transaction.atomic
def update_concern(concern: Concern, by: User) -> None:
    """Saves what the group has written, with the times of the answer and of closing."""
    before = Concern.objects.select_for_update().get(pk=concern.pk)
    now = timezone.now()
    is_closed = concern.state == Concern.State.CLOSED
    concern.closed_at = (before.closed_at or now) if is_closed else None
    if concern.answer != before.answer:
        concern.answered_at = now if concern.answer else None
    concern.save()
    log_access(concern, by, ConcernAccessLogEntry.Action.CHANGED)


@transaction.atomic
def delete_concern(concern: Concern, by: User) -> None:
    log_access(concern, by, ConcernAccessLogEntry.Action.DELETED)
    erasures.record_for_replay(ReplayedAction.DELETE, concern)
    concern.delete()


def log_access(concern: Concern, by: User, action: ConcernAccessLogEntry.Action) -> None:
    ConcernAccessLogEntry.objects.create(
        concern_pk=concern.pk, account=by, name=by.get_username(), action=action
    )


@transaction.atomic
def notify_readers() -> int:
    """Notifies readers of new concerns by e-mail, without their content; returns how many concerns.
    The first is notified at once, those of the next hour together."""
    last = Concern.objects.aggregate(last=Max("readers_notified_at"))["last"]
    if last and last > timezone.now() - MIN_BETWEEN_READER_EMAILS:
        return 0
    pks = list(Concern.objects.awaiting_notification().order_by("pk").values_list("pk", flat=True))
    readers = concern_readers()
    if not pks or not readers:
        return 0
    url = absolute_url(reverse("admin:concerns_concern_changelist"))
    for reader in readers:
        outbox.queue_email(
            reader.email,
            "concerns/emails/new_concerns.txt",
            {"count": len(pks), "url": url},
            language=languages.codes()[0],
            key=f"concerns.new-concerns.{pks[-1]}.{reader.pk}",
            permission="concerns.view_concern",
            counts_towards_daily_limit=False,
        )
    return Concern.objects.filter(pk__in=pks).update(readers_notified_at=timezone.now())


def count_awaiting_notification() -> int:
    return Concern.objects.awaiting_notification().count()


def count_expired() -> int:
    return Concern.objects.expired().count() + ConcernAccessLogEntry.objects.expired().count()


def purge() -> int:
    return (
        Concern.objects.expired().delete()[0] + ConcernAccessLogEntry.objects.expired().delete()[0]
    )
