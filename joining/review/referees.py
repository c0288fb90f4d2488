"""The referees of an application: asking them by e-mail, their answers by an access link, and which
of them are members.

They are told who applies and nothing of what was written. The applicant has agreed that they are
named and may be asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cms.i18n import languages
from cms.validators import email_addresses
from joining import emails
from joining.limits_and_periods import MAX_SUGGESTIONS, REFEREE_REMINDER_AFTER
from joining.models import Application, ApplicationLogEntry, Referee
from joining.privacy import permissions
from joining.review.transitions import RefusedError, add_to_log, lock_application, log_message
from members.models import Organisation, Person
from members.names.normalised_names import by_normalised_name, organisation_names

State = Application.State

# In these states an answer still counts.
ANSWERABLE_STATES = (State.SCREENING, State.NEEDS_INFO, State.VOTING)


@dataclass(frozen=True)
class RefereeMatch:
    """A referee, and the member that the referee is or may be.

    The match is confirmed if the e-mail address is the one on record for the member, or if no
    address was given and the organisation is named as exactly one member is. Otherwise a person or
    an organisation only has a member's name.
    """

    referee: Referee
    member: Organisation | Person | None = None
    is_confirmed_match: bool = False
    is_applicant: bool = False

    @property
    def email(self) -> str:
        """The e-mail address in the application, or else the one on record for the member."""
        if self.member and self.is_confirmed_match and not self.referee.email:
            return self.member.contact_email
        return self.referee.email


def referees_to_ask(application: Application, user: User) -> list[RefereeMatch]:
    if application.state not in ANSWERABLE_STATES or not permissions.may_decide(user):
        return []
    return [one for one in match_referees(application) if not one.referee.asked_at and one.email]


@transaction.atomic
def ask_referees(application: Application, by: User) -> int:
    """Write to all who have not been asked yet. Returns their number."""
    application = lock_application(application)
    matches = referees_to_ask(application, by)
    if not matches:
        raise RefusedError(_("All referees have been asked, or it is too late to ask them."))
    for match in matches:
        emails.queue_referee_request(match.referee, match.email)
    asked = application.referees.filter(pk__in=[match.referee.pk for match in matches])
    asked.update(asked_at=timezone.now())
    message = log_message(gettext_noop("Referees asked: {number}"), number=len(matches))
    add_to_log(application, message, actor=ApplicationLogEntry.Actor.STAFF, by=by)
    return len(matches)


@transaction.atomic
def record_answer(referee: Referee, verdict: str, remark: str) -> None:
    """A second answer, or one that is too late, changes nothing."""
    application = lock_application(referee.application)
    asked = application.referees.filter(pk=referee.pk, answered_at=None)
    if application.state not in ANSWERABLE_STATES or not asked.exists():
        return
    referee.application, referee.answered_at = application, timezone.now()
    referee.verdict, referee.remark = verdict, remark
    referee.save(update_fields=["verdict", "remark", "answered_at"])
    add_to_log(application, log_message(gettext_noop("A referee has answered.")))
    emails.queue_referee_answered(referee)


def referees_to_remind() -> QuerySet[Referee]:
    return Referee.objects.filter(
        application__state__in=ANSWERABLE_STATES,
        asked_at__lte=timezone.now() - REFEREE_REMINDER_AFTER,
        answered_at=None,
        reminded_at=None,
    ).order_by("pk")


def count_reminders() -> int:
    return referees_to_remind().count()


def remind_referees() -> int:
    found = list(referees_to_remind().select_related("application"))
    for referee in found:
        _remind_referee(referee)
    return len(found)


@transaction.atomic
def _remind_referee(referee: Referee) -> None:
    lock_application(referee.application)
    due = referees_to_remind().filter(pk=referee.pk)
    if due.exists():
        [email] = [o.email for o in match_referees(referee.application) if o.referee == referee]
        # A member may have left meanwhile, or have no address any more.
        if email:
            emails.queue_referee_reminder(referee, email)
        due.update(reminded_at=timezone.now())


def suggested_members() -> list[str]:
    members = Organisation.objects.published().members().in_name_order()
    names = [str(languages.translated_text(one, "name")) for one in members[: MAX_SUGGESTIONS + 1]]
    return names if len(names) <= MAX_SUGGESTIONS else []


def is_public_member(name: str) -> bool:
    """Whether exactly one member of the public directory has a name, in any language. Members that
    are not public do not count: the form would tell who they are."""
    public = reduce(or_, map(Organisation.objects.published, languages.codes()))
    return find_member(name, public.members()) is not None


def find_member(name: str, members: Iterable[Organisation]) -> Organisation | None:
    wanted = by_normalised_name([name]).keys()
    found = [one for one in members if wanted & by_normalised_name(organisation_names(one)).keys()]
    return found[0] if len(found) == 1 else None


def match_referees(application: Application) -> Iterator[RefereeMatch]:
    """Which members the referees are, and which of them is the applicant."""
    referees = list(application.referees.all())
    own = email_addresses.mailbox_key(application.email)
    members = list(_members()) if referees else []
    organisations = [one for one in members if isinstance(one, Organisation)]
    by_mailbox = {
        email_addresses.mailbox_key(one.contact_email): one for one in members if one.contact_email
    }
    by_name = {key: one for one in members for key in by_normalised_name(_names_of(one))}
    for referee in referees:
        if referee.email:
            confirmed = by_mailbox.get(email_addresses.mailbox_key(referee.email))
        else:
            confirmed = find_member(referee.organisation, organisations)
        named = by_normalised_name(filter(None, [referee.name, referee.organisation]))
        possible = next((by_name[key] for key in named if key in by_name), None)
        is_applicant = email_addresses.mailbox_key(referee.email) == own
        yield RefereeMatch(
            referee,
            confirmed or possible,
            is_confirmed_match=bool(confirmed),
            is_applicant=is_applicant,
        )


def _members() -> Iterator[Organisation | Person]:
    yield from Organisation.objects.members()
    yield from Person.objects.members()


def _names_of(member: Organisation | Person) -> list[str]:
    return organisation_names(member) if isinstance(member, Organisation) else member.all_names()
