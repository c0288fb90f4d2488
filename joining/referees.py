"""Who an applicant named as knowing them: asked by letter when the desk wishes, answering behind a
signed link, and perhaps members themselves.

They are told who applies and nothing of what was written; that they are named and may be asked is
what the applicant agreed to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from joining import emails, readers
from joining.models import Application, Move, Reference
from joining.moves import Refused, for_the_log, lock, log
from letters.outbox import mailbox
from members import same_name
from members.models import Organisation, Person

State = Application.State

# Where an answer can still count.
ASKING = (State.SCREENING, State.NEEDS_INFO, State.REVIEW)
REMINDED_AFTER = timedelta(days=7)


def may_be_asked(application: Application, user) -> QuerySet[Reference]:
    """Those whom somebody of the desk could ask now."""
    if application.state not in ASKING or not readers.may(user, "decide"):
        return Reference.objects.none()
    return application.references.filter(asked_at=None)


@transaction.atomic
def ask(application: Application, by) -> int:
    """Write to all who have not been asked yet; how many they are."""
    application = lock(application)
    found = list(may_be_asked(application, by))
    if not found:
        raise Refused(_("All references have been asked, or it is too late to ask them."))
    for reference in found:
        emails.reference(reference)
    application.references.filter(asked_at=None).update(asked_at=timezone.now())
    said = for_the_log(gettext_noop("References asked: {number}"), number=len(found))
    log(application, said, actor=Move.Actor.DESK, by=by)
    return len(found)


@transaction.atomic
def answer(reference: Reference, verdict: str, remark: str) -> None:
    """What somebody says of an applicant. What comes after that, or too late, changes nothing."""
    application = lock(reference.application)
    asked = application.references.filter(pk=reference.pk, answered_at=None)
    if application.state not in ASKING or not asked.exists():
        return
    reference.application, reference.answered_at = application, timezone.now()
    reference.verdict, reference.remark = verdict, remark
    reference.save(update_fields=["verdict", "remark", "answered_at"])
    log(application, for_the_log(gettext_noop("A reference has answered.")))
    emails.reference_answered(reference)


def to_be_reminded() -> QuerySet[Reference]:
    return Reference.objects.filter(
        application__state__in=ASKING,
        asked_at__lte=timezone.now() - REMINDED_AFTER,
        answered_at=None,
        reminded_at=None,
    ).order_by("pk")


def pending_reminders() -> int:
    return to_be_reminded().count()


def remind() -> int:
    """Remind each once; how many that were."""
    found = list(to_be_reminded().select_related("application"))
    for reference in found:
        _remind(reference)
    return len(found)


@transaction.atomic
def _remind(reference: Reference) -> None:
    lock(reference.application)
    due = to_be_reminded().filter(pk=reference.pk)
    if due.exists():
        emails.reference_reminder(reference)
        due.update(reminded_at=timezone.now())


@dataclass(frozen=True)
class Known:
    """A reference, and the member it is: for sure by the address, perhaps by the name."""

    reference: Reference
    member: Organisation | Person | None = None
    is_sure: bool = False
    is_applicant: bool = False


def known(application: Application) -> Iterator[Known]:
    """Which members the references are; or whether an applicant recommends itself."""
    references = list(application.references.all())
    own = mailbox(application.email)
    members = list(_members()) if references else []
    by_mailbox = {mailbox(one.contact_email): one for one in members if one.contact_email}
    by_name = {key: one for one in members for key in same_name.keys(_names_of(one))}
    for reference in references:
        sure = by_mailbox.get(mailbox(reference.email))
        named = same_name.keys(filter(None, [reference.name, reference.organisation]))
        perhaps = next((by_name[key] for key in named if key in by_name), None)
        is_applicant = mailbox(reference.email) == own
        yield Known(reference, sure or perhaps, is_sure=bool(sure), is_applicant=is_applicant)


def _members() -> Iterator[Organisation | Person]:
    yield from Organisation.objects.members()
    yield from Person.objects.members()


def _names_of(member: Organisation | Person) -> list[str]:
    return same_name.names_of(member) if isinstance(member, Organisation) else member.all_names()
