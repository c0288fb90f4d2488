"""How long what applicants wrote is kept: one table of rules, and the clock goes through it.

Only the table says when something is erased, and `Destruction` remembers how many rows a rule took,
never whose. With an application go its files and the letters about it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from joining import emails
from joining.models import Access, Application, ApplicationFile, Destruction, Draft, Reference
from letters.models import Letter
from network import erasures

State = Application.State

TO_CONFIRM = timedelta(hours=48)
TO_FINISH = timedelta(days=14)

# So many rows a transaction: a raid leaves tens of thousands.
A_BATCH = 500

# What is left of an application that was decided long ago: that there was one, when, and how it
# ended. Whatever else an application is ever made of is emptied without being named here.
LEFT = {
    "id", "reference", "applicant", "language", "state", "form_hash", "organisation", "person",
    "sent_at", "state_since", "decided_at", "erased_at",
}  # fmt: skip
MOMENTS = ("sent_at", "state_since", "decided_at")


@dataclass(frozen=True)
class Rule:
    """What is erased, after how long, and how. The name stands in the destruction log, too."""

    name: str
    period: timedelta
    due: Callable[[datetime], QuerySet]
    erase: Callable[[list], None]


def drafts(before: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(changed_at__lt=before)


def unconfirmed(before: datetime) -> QuerySet[Application]:
    """Those whose letter went out that long ago. As long as it has not gone nobody could have
    confirmed: it waits for the mail server, or for somebody who sends it again."""
    waiting = emails.any_not_gone("confirm") | emails.any_sent_since(before, "confirm")
    return Application.objects.filter(~waiting, state=State.UNVERIFIED, sent_at__lt=before)


def set_apart(before: datetime) -> QuerySet[Application]:
    return Application.objects.filter(state=State.QUARANTINE, state_since__lt=before)


def given_up(before: datetime) -> QuerySet[Application]:
    """Who withdrew knows it. Who was closed without an answer must have been told before."""
    given_up = Application.objects.filter(state_since__lt=before)
    told = ~emails.any_not_gone("lapsed") & ~emails.any_sent_since(before, "lapsed")
    return given_up.filter(Q(state=State.WITHDRAWN) | Q(told, state=State.LAPSED))


def declined(before: datetime) -> QuerySet[Application]:
    return Application.objects.filter(state=State.DECLINED, decided_at__lt=before, erased_at=None)


def of_former_members(before: datetime) -> QuerySet[Application]:
    """Accepted, and the member left that long ago or has itself been deleted since."""
    left = Q(organisation__left_on__lt=before) | Q(person__left_on__lt=before)
    deleted = Q(organisation=None, person=None, decided_at__lt=before)
    return Application.objects.filter(left | deleted, state=State.ACCEPTED, erased_at=None)


def references(before: datetime) -> QuerySet[Reference]:
    decided = Reference.objects.filter(application__decided_at__lt=before)
    return decided.select_related("application")


def files(before: datetime) -> QuerySet[ApplicationFile]:
    return ApplicationFile.objects.filter(application__decided_at__lt=before)


def accesses(before: datetime) -> QuerySet[Access]:
    return Access.objects.filter(at__lt=before)


def delete(rows: list[models.Model]) -> None:
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()


def delete_files(rows: list[ApplicationFile]) -> None:
    """The rows first: a file without a row is found by the sweep, a row without its file is a
    broken page. Nothing is deleted that a rollback brings back."""
    delete(rows)
    for row in rows:
        transaction.on_commit(lambda file=row.file: file.storage.delete(file.name))


def delete_references(rows: list[Reference]) -> None:
    """With the letters to them, which hold name and address, too."""
    emails.to_references(rows).delete()
    erasures.note("delete", *rows)
    delete(rows)


def delete_drafts(rows: list[Draft]) -> None:
    _delete_files_of(draft__in=rows)
    erasures.note("delete", *rows)
    delete(rows)


def delete_applications(rows: list[Application]) -> None:
    _delete_files_of(application__in=rows)
    forget_letters(rows)
    erasures.note("delete", *rows)
    delete(rows)


def empty(rows: list[Application]) -> None:
    """Leave of an application what `LEFT` names, its moments known to the month."""
    _delete_files_of(application__in=rows)
    forget_letters(rows)
    erasures.note("empty", *rows)
    for application in rows:
        for belonging in ("consents", "supports", "references", "votes", "notes", "moves"):
            getattr(application, belonging).all().delete()
        application.topics.clear()
        Application.objects.filter(pk=application.pk).update(**_emptied(application))


def _emptied(application: Application) -> dict[str, object]:
    months = {name: _month(getattr(application, name)) for name in MOMENTS}
    nothing = {
        field.attname: None if field.null else field.get_default()
        for field in Application._meta.concrete_fields
        if field.name not in LEFT
    }
    return nothing | months | {"erased_at": timezone.now()}


def _month(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _delete_files_of(**whose) -> None:
    if rows := list(ApplicationFile.objects.filter(**whose)):
        delete_files(rows)


def forget_letters(rows: list[Application]) -> None:
    Letter.objects.filter(about__in=[emails.about(row) for row in rows]).delete()


RULES = [
    Rule(gettext_noop("forms never sent"), TO_FINISH, drafts, delete_drafts),
    Rule(gettext_noop("addresses never confirmed"), TO_CONFIRM, unconfirmed, delete_applications),
    Rule(
        gettext_noop("applications set apart"), timedelta(days=30), set_apart, delete_applications
    ),
    Rule(gettext_noop("applications given up"), timedelta(days=5), given_up, delete_applications),
    Rule(gettext_noop("applications declined"), timedelta(days=182), declined, empty),
    Rule(
        gettext_noop("applications of former members"),
        timedelta(days=365),
        of_former_members,
        empty,
    ),
    Rule(
        gettext_noop("references of applications"),
        timedelta(days=30),
        references,
        delete_references,
    ),
    Rule(gettext_noop("files of applications"), timedelta(days=30), files, delete_files),
    Rule(gettext_noop("notes of who read applications"), timedelta(days=730), accesses, delete),
]
DROPPED = gettext_noop("applications dropped by hand")


def is_too_late_to_confirm(application: Application) -> bool:
    return unconfirmed(timezone.now() - TO_CONFIRM).filter(pk=application.pk).exists()


def due(rule: Rule) -> QuerySet:
    return rule.due(timezone.now() - rule.period).order_by("pk")


def pending(rule: Rule) -> int:
    """How many rows `carry_out` would erase now."""
    return due(rule).count()


def carry_out(rule: Rule) -> int:
    """Erase what is due by one rule, some rows at a time; how many there were."""
    number = 0
    while erased := _erase_some(rule):
        number += erased
    return number


@transaction.atomic
def _erase_some(rule: Rule) -> int:
    """What somebody is just moving is left for the next time."""
    rows = list(due(rule).select_for_update(skip_locked=True, of=("self",))[:A_BATCH])
    if rows:
        rule.erase(rows)
        Destruction.objects.create(rule=rule.name, number=len(rows))
    return len(rows)


def erase_at_once(application: Application) -> None:
    """What a coordinator drops. To be called in the transaction that locked it."""
    delete_applications([application])
    Destruction.objects.create(rule=DROPPED, number=1)


def lost_files() -> list[str]:
    """Files of applications that no row knows, left behind when a process was ended between the
    two. A young one may belong to a form that is just being saved."""
    storage, folder = _storage(), ApplicationFile.FOLDER
    if not storage.exists(folder):
        return []
    known = set(ApplicationFile.objects.values_list("file", flat=True))
    names = (f"{folder}/{name}" for name in storage.listdir(folder)[1])
    young = timezone.now() - timedelta(days=1)
    return [n for n in names if n not in known and storage.get_modified_time(n) < young]


def lost() -> int:
    return len(lost_files())


def sweep() -> int:
    """Delete lost files; how many there were."""
    names = lost_files()
    for name in names:
        _storage().delete(name)
    return len(names)


def _storage():
    return ApplicationFile._meta.get_field("file").storage
