"""Who an applicant named as knowing them: asked by letter when the desk wishes, answering behind a
signed link, and perhaps members themselves.

They are told who applies and nothing of what was written; that they are named and may be asked is
what the applicant agreed to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from joining import emails, readers
from joining.models import Application, Move, Reference
from joining.moves import Refused, for_the_log, lock, log
from members import same_name
from members.models import Organisation, Person
from network import languages, mailboxes

State = Application.State

# Where an answer can still count.
ASKING = (State.SCREENING, State.NEEDS_INFO, State.REVIEW)
REMINDED_AFTER = timedelta(days=7)

# Half as much again as a large national network has. A longer list would outweigh its page: the
# names are typed then.
MOST_OFFERED = 250


@dataclass(frozen=True)
class Known:
    """A reference, and the member it is: for sure by the address, perhaps by the name."""

    reference: Reference
    member: Organisation | Person | None = None
    is_sure: bool = False
    is_applicant: bool = False

    @property
    def address(self) -> str:
        """Where to write to. A member was chosen by its name only, so that no applicant is shown
        its address: it is the one on record."""
        if self.reference.email or not self.is_sure:
            return self.reference.email
        return self.member.contact_email


def may_be_asked(application: Application, user) -> list[Known]:
    """Those whom somebody of the desk could ask now."""
    if application.state not in ASKING or not readers.may(user, "decide"):
        return []
    return [one for one in known(application) if not one.reference.asked_at and one.address]


@transaction.atomic
def ask(application: Application, by) -> int:
    """Write to all who have not been asked yet; how many they are."""
    application = lock(application)
    found = may_be_asked(application, by)
    if not found:
        raise Refused(_("All references have been asked, or it is too late to ask them."))
    for one in found:
        emails.reference(one.reference, one.address)
    asked = application.references.filter(pk__in=[one.reference.pk for one in found])
    asked.update(asked_at=timezone.now())
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
        [address] = [o.address for o in known(reference.application) if o.reference == reference]
        # A member may have left meanwhile, or have no address on record any more.
        if address:
            emails.reference_reminder(reference, address)
        due.update(reminded_at=timezone.now())


def offered() -> list[str]:
    """The members of the public directory by name, for an applicant to choose from."""
    members = Organisation.objects.published().members().in_order()
    names = [str(languages.plain_words(one, "name")) for one in members[: MOST_OFFERED + 1]]
    return names if len(names) <= MOST_OFFERED else []


def is_public_member(name: str) -> bool:
    """Whether exactly one member of the public directory goes by a name, in any language: what
    is not public is not told by what the form takes."""
    public = reduce(or_, map(Organisation.objects.published, languages.codes()))
    return member_called(name, public.members()) is not None


def member_called(name: str, members: Iterable[Organisation]) -> Organisation | None:
    wanted = same_name.keys([name]).keys()
    found = [one for one in members if wanted & same_name.keys(same_name.names_of(one)).keys()]
    return found[0] if len(found) == 1 else None


def known(application: Application) -> Iterator[Known]:
    """Which members the references are; or whether an applicant recommends itself."""
    references = list(application.references.all())
    own = mailboxes.key(application.email)
    members = list(_members()) if references else []
    organisations = [one for one in members if isinstance(one, Organisation)]
    by_mailbox = {mailboxes.key(one.contact_email): one for one in members if one.contact_email}
    by_name = {key: one for one in members for key in same_name.keys(_names_of(one))}
    for reference in references:
        if reference.email:
            sure = by_mailbox.get(mailboxes.key(reference.email))
        else:
            sure = member_called(reference.organisation, organisations)
        named = same_name.keys(filter(None, [reference.name, reference.organisation]))
        perhaps = next((by_name[key] for key in named if key in by_name), None)
        is_applicant = mailboxes.key(reference.email) == own
        yield Known(reference, sure or perhaps, is_sure=bool(sure), is_applicant=is_applicant)


def _members() -> Iterator[Organisation | Person]:
    yield from Organisation.objects.members()
    yield from Person.objects.members()


def _names_of(member: Organisation | Person) -> list[str]:
    return same_name.names_of(member) if isinstance(member, Organisation) else member.all_names()
