"""Which members of the network the referees of an application are, and which referee is the
applicant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from cms.i18n import languages
from cms.validators.email_addresses import mailbox_of
from joining.limits_and_periods import MAX_SUGGESTED_MEMBERS
from joining.models import Application, Referee
from members.models import Organisation, Person
from members.names.normalised_names import names_by_normalised_form, organisation_names


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

    @property
    def email(self) -> str:
        """The e-mail address in the application, or else the one on record for the member."""
        if self.member and self.is_confirmed_match and not self.referee.email:
            return self.member.contact_email
        return self.referee.email

    @property
    def is_applicant(self) -> bool:
        """Whether we would write to the applicant's own mailbox."""
        applicant = self.referee.application.email
        return bool(self.email) and mailbox_of(self.email) == mailbox_of(applicant)


def match_referees(application: Application) -> Iterator[RefereeMatch]:
    referees = list(application.referees.all())
    members = list(_members()) if referees else []
    organisations = [member for member in members if isinstance(member, Organisation)]
    by_mailbox = {
        mailbox_of(member.contact_email): member for member in members if member.contact_email
    }
    by_name = {
        key: member for member in members for key in names_by_normalised_form(_names_of(member))
    }
    for referee in referees:
        if referee.email:
            confirmed = by_mailbox.get(mailbox_of(referee.email))
        else:
            confirmed = find_member(referee.organisation, organisations)
        named = names_by_normalised_form(filter(None, [referee.name, referee.organisation]))
        possible = next((by_name[key] for key in named if key in by_name), None)
        yield RefereeMatch(referee, confirmed or possible, is_confirmed_match=bool(confirmed))


def suggested_members() -> list[str]:
    """The names that the form suggests to applicants who name a referee."""
    members = Organisation.objects.published().members().in_name_order()
    names = [
        str(languages.translated_text(one, "name")) for one in members[: MAX_SUGGESTED_MEMBERS + 1]
    ]
    return names if len(names) <= MAX_SUGGESTED_MEMBERS else []


def is_public_member(name: str) -> bool:
    """Whether exactly one member of the public directory has a name, in any language. Members that
    are not public do not count: the form would tell who they are."""
    public = reduce(or_, map(Organisation.objects.published, languages.codes()))
    return find_member(name, public.members()) is not None


def find_member(name: str, members: Iterable[Organisation]) -> Organisation | None:
    wanted = names_by_normalised_form([name]).keys()
    found = [
        one for one in members if wanted & names_by_normalised_form(organisation_names(one)).keys()
    ]
    return found[0] if len(found) == 1 else None


def _members() -> Iterator[Organisation | Person]:
    yield from Organisation.objects.members()
    yield from Person.objects.members()


def _names_of(member: Organisation | Person) -> list[str]:
    return organisation_names(member) if isinstance(member, Organisation) else member.all_names()
