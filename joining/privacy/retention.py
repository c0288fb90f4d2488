"""Which data of applicants are erased, and when: a table of rules, which the scheduler applies. The
periods are in `joining/limits_and_periods.py`.

To erase personal data is either to delete or to redact. To delete removes a row. To redact empties
the fields of a row except `KEPT_FIELDS`. Both delete the files of an application and the e-mails
about it, too. The retention log (`RetentionLogEntry`) has how many rows a rule has erased, never
whose.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from joining import emails
from joining.limits_and_periods import (
    ACCESS_LOG_RETENTION,
    CLOSED_RETENTION,
    DECLINED_RETENTION,
    DRAFT_RETENTION,
    FILE_RETENTION,
    FORMER_MEMBER_RETENTION,
    MIN_ORPHAN_AGE,
    QUARANTINE_RETENTION,
    REFEREE_RETENTION,
    UNCONFIRMED_RETENTION,
)
from joining.models import (
    Application,
    ApplicationAccessLogEntry,
    ApplicationDraft,
    ApplicationFile,
    Referee,
    RetentionLogEntry,
)
from mail.models import Email

State = Application.State

# Rows per transaction: a flood of spam leaves tens of thousands.
BATCH_SIZE = 500

# What is left of an application that was decided long ago: that there was one, when, and how it
# ended. All other fields are emptied, also those that are added to the model later.
KEPT_FIELDS = {
    "id", "reference", "applicant_type", "language", "state", "draft_hash", "organisation",
    "person", "submitted_at", "state_since", "decided_at", "redacted_at",
}  # fmt: skip
# Of these only the month is kept.
KEPT_DATES = ("submitted_at", "state_since", "decided_at")


@dataclass(frozen=True)
class Rule:
    """What is erased after which period, and how. The retention log stores the name."""

    name: str
    period: timedelta
    # Returns the rows whose period began before a moment.
    period_began_before: Callable[[datetime], QuerySet]
    erase: Callable[[list], None]


def unsent_drafts(before: datetime) -> QuerySet[ApplicationDraft]:
    return ApplicationDraft.objects.filter(changed_at__lt=before)


def unconfirmed_applications(before: datetime) -> QuerySet[Application]:
    """Returns applications whose applicants had the whole period to confirm and did not. The period
    begins when the e-mail is sent, because nobody can confirm before that."""
    may_confirm = emails.has_unsent_email("confirm_email") | emails.has_email_sent_since(
        before, "confirm_email"
    )
    return Application.objects.filter(
        ~may_confirm, state=State.UNCONFIRMED, submitted_at__lt=before
    )


def quarantined_applications(before: datetime) -> QuerySet[Application]:
    return Application.objects.filter(state=State.QUARANTINE, state_since__lt=before)


def withdrawn_or_closed_applications(before: datetime) -> QuerySet[Application]:
    """Returns those that ended without a decision. One that was closed because its applicant did
    not answer is due only a whole period after the e-mail that says so."""
    was_notified = ~emails.has_unsent_email("closed_unanswered") & ~emails.has_email_sent_since(
        before, "closed_unanswered"
    )
    closed = Application.objects.filter(state_since__lt=before)
    return closed.filter(Q(state=State.WITHDRAWN) | Q(was_notified, state=State.CLOSED_UNDECIDED))


def declined_applications(before: datetime) -> QuerySet[Application]:
    return Application.objects.filter(state=State.DECLINED, decided_at__lt=before, redacted_at=None)


def applications_of_former_members(before: datetime) -> QuerySet[Application]:
    left = Q(organisation__left_on__lt=before) | Q(person__left_on__lt=before)
    deleted = Q(organisation=None, person=None, decided_at__lt=before)
    return Application.objects.filter(left | deleted, state=State.ACCEPTED, redacted_at=None)


def referees_of_decided(before: datetime) -> QuerySet[Referee]:
    decided = Referee.objects.filter(application__decided_at__lt=before)
    return decided.select_related("application")


def files_of_decided(before: datetime) -> QuerySet[ApplicationFile]:
    return ApplicationFile.objects.filter(application__decided_at__lt=before)


def old_access_log_entries(before: datetime) -> QuerySet[ApplicationAccessLogEntry]:
    return ApplicationAccessLogEntry.objects.filter(at__lt=before)


def delete_rows(rows: Sequence[models.Model]) -> None:
    type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def delete_files(rows: list[ApplicationFile]) -> None:
    """The files are deleted after the commit: no rollback brings a file back. A file that is left
    without a row is found by `orphaned_files`; a row without its file would be a broken page."""
    delete_rows(rows)
    for row in rows:
        transaction.on_commit(partial(_storage().delete, str(row.file)))


def delete_referees(rows: list[Referee]) -> None:
    """Also the e-mails to them, which contain name and address."""
    emails.emails_to_referees(rows).delete()
    erasures.record_for_replay(ReplayedAction.DELETE, *rows)
    delete_rows(rows)


def delete_drafts(rows: list[ApplicationDraft]) -> None:
    _delete_files_of(draft__in=rows)
    erasures.record_for_replay(ReplayedAction.DELETE, *rows)
    delete_rows(rows)


def delete_applications(rows: list[Application]) -> None:
    _delete_files_of(application__in=rows)
    _delete_emails_about(rows)
    erasures.record_for_replay(ReplayedAction.DELETE, *rows)
    delete_rows(rows)


def redact_applications(rows: list[Application]) -> None:
    _delete_files_of(application__in=rows)
    _delete_emails_about(rows)
    erasures.record_for_replay(ReplayedAction.REDACT, *rows)
    for application in rows:
        for related in ("consents", "endorsements", "referees", "votes", "notes", "log"):
            getattr(application, related).all().delete()
        application.topics.clear()
        columns = _redacted_columns(application)
        Application.objects.filter(pk=application.pk).update(**columns)


def _redacted_columns(application: Application) -> dict[str, object]:
    months = {name: _first_of_month(getattr(application, name)) for name in KEPT_DATES}
    empty = {
        field.attname: None if field.null else field.get_default()
        for field in Application._meta.concrete_fields
        if field.name not in KEPT_FIELDS
    }
    return empty | months | {"redacted_at": timezone.now()}


def _first_of_month(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _delete_files_of(**owners: list) -> None:
    if rows := list(ApplicationFile.objects.filter(**owners)):
        delete_files(rows)


def _delete_emails_about(rows: list[Application]) -> None:
    Email.objects.filter(about__in=[emails.application_tag(row) for row in rows]).delete()


RULES = [
    Rule(gettext_noop("forms never sent"), DRAFT_RETENTION, unsent_drafts, delete_drafts),
    Rule(
        gettext_noop("addresses never confirmed"),
        UNCONFIRMED_RETENTION,
        unconfirmed_applications,
        delete_applications,
    ),
    Rule(
        gettext_noop("applications in quarantine"),
        QUARANTINE_RETENTION,
        quarantined_applications,
        delete_applications,
    ),
    Rule(
        gettext_noop("applications withdrawn or closed"),
        CLOSED_RETENTION,
        withdrawn_or_closed_applications,
        delete_applications,
    ),
    Rule(
        gettext_noop("applications declined"),
        DECLINED_RETENTION,
        declined_applications,
        redact_applications,
    ),
    Rule(
        gettext_noop("applications of former members"),
        FORMER_MEMBER_RETENTION,
        applications_of_former_members,
        redact_applications,
    ),
    Rule(
        gettext_noop("answers of referees"),
        REFEREE_RETENTION,
        referees_of_decided,
        delete_referees,
    ),
    Rule(gettext_noop("files of applications"), FILE_RETENTION, files_of_decided, delete_files),
    Rule(
        gettext_noop("log of access to applications"),
        ACCESS_LOG_RETENTION,
        old_access_log_entries,
        delete_rows,
    ),
]
ERASED_BY_HAND = gettext_noop("applications erased by hand")


def is_too_late_to_confirm(application: Application) -> bool:
    return (
        unconfirmed_applications(timezone.now() - UNCONFIRMED_RETENTION)
        .filter(pk=application.pk)
        .exists()
    )


def due_rows(rule: Rule) -> QuerySet:
    return rule.period_began_before(timezone.now() - rule.period).order_by("pk")


def count_due(rule: Rule) -> int:
    return due_rows(rule).count()


def erase_due_rows(rule: Rule) -> int:
    number = 0
    while erased := _erase_batch(rule):
        number += erased
    return number


@transaction.atomic
def _erase_batch(rule: Rule) -> int:
    """Rows that are locked, because somebody is changing them, are left for the next time."""
    rows = list(due_rows(rule).select_for_update(skip_locked=True, of=("self",))[:BATCH_SIZE])
    if rows:
        rule.erase(rows)
        RetentionLogEntry.objects.create(rule=rule.name, number=len(rows))
    return len(rows)


def erase_by_hand(application: Application) -> None:
    """Call it in the transaction that has locked the application."""
    delete_applications([application])
    RetentionLogEntry.objects.create(rule=ERASED_BY_HAND, number=1)


def orphaned_files() -> list[str]:
    """Files without a row, left behind by a process that ended after a commit."""
    storage, folder = _storage(), ApplicationFile.FOLDER
    try:
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []
    known = set(ApplicationFile.objects.values_list("file", flat=True))
    old = timezone.now() - MIN_ORPHAN_AGE
    return [n for n in names if n not in known and storage.get_modified_time(n) < old]


def count_orphaned_files() -> int:
    return len(orphaned_files())


def delete_orphaned_files() -> int:
    names = orphaned_files()
    for name in names:
        _storage().delete(name)
    return len(names)


def _storage() -> Storage:
    return ApplicationFile._meta.get_field("file").storage
