"""The inbox: applications by category, the longest waiting first, and the search among them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from cms.i18n import languages
from cms.text import plain_text
from joining.limits_and_periods import MAX_SEARCHED_NAMES
from joining.models import Application, Vote
from joining.privacy import permissions
from joining.review import duplicates
from members.models import Organisation
from members.names.normalised_names import names_by_normalised_form, organisation_names

State = Application.State

# Where the staff have to do something.
WAITING_STATES = (State.RECEIVED, State.SCREENING, State.VOTING)
# The fields that a list shows. Most others are encrypted: only the page of an application decrypts
# them.
LIST_FIELDS = (
    "reference",
    "applicant_type",
    *languages.field_names("name"),
    "state",
    "state_since",
    "submitted_at",
    "redacted_at",
    "assignee",
)


@dataclass(frozen=True)
class Category:
    name: str
    label: Promise
    states: tuple[str, ...]
    # A condition that depends on the reader.
    filter_for_user: Callable[[QuerySet, User], QuerySet] | None = None
    newest_first: bool = False

    def applications(self, user: User) -> QuerySet[Application]:
        applications = permissions.readable_applications(user).filter(state__in=self.states)
        if self.filter_for_user:
            applications = self.filter_for_user(applications, user)
        if self.newest_first:
            return applications.order_by("-state_since", "pk")
        # What looks like spam comes last, however long it has waited.
        return applications.order_by("spam_score", "state_since", "pk")


def assigned_to(applications: QuerySet, user: User) -> QuerySet:
    return applications.filter(assignee=user)


def without_vote_of(applications: QuerySet, user: User) -> QuerySet:
    return applications.exclude(_has_vote_of(user))


def with_vote_of(applications: QuerySet, user: User) -> QuerySet:
    return applications.filter(_has_vote_of(user))


def _has_vote_of(user: User) -> Exists:
    return Exists(Vote.objects.filter(application=OuterRef("pk"), reviewer=user))


WAITING_FOR_US = Category("waiting", _("waiting for us"), WAITING_STATES)
ASSIGNED_TO_ME = Category("mine", _("assigned to me"), Application.OPEN_STATES, assigned_to)
TO_VOTE = Category("to-vote", _("to vote on"), (State.VOTING,), without_vote_of)
VOTED = Category(
    "voted",
    _("voted on"),
    (*Application.OPEN_STATES, *Application.CLOSED_STATES),
    with_vote_of,
    newest_first=True,
)
BY_STATE = tuple(Category(state.value, state.label, (state,)) for state in Application.OPEN_STATES)
CLOSED = Category(
    "closed", pgettext_lazy("applications", "closed"), Application.CLOSED_STATES, newest_first=True
)
QUARANTINED = Category(
    State.QUARANTINE.value, _("quarantined"), (State.QUARANTINE,), newest_first=True
)


def categories_for(user: User) -> list[Category]:
    voting = [TO_VOTE] if permissions.may_vote_on_applications(user) else []
    if permissions.may_decide_on_applications(user):
        return [WAITING_FOR_US, ASSIGNED_TO_ME, *voting, *BY_STATE, CLOSED, QUARANTINED]
    return [*voting, VOTED]


def count_by_category(user: User) -> dict[str, int]:
    rows = Application.objects.values("state").annotate(number=Count("pk")).order_by()
    by_state = {row["state"]: row["number"] for row in rows}
    return {
        category.name: category.applications(user).count()
        if category.filter_for_user
        else sum(by_state.get(state, 0) for state in category.states)
        for category in categories_for(user)
    }


def dashboard_lines(user: User) -> Iterator[tuple[Category, str]]:
    for category in categories_for(user):
        if category not in (WAITING_FOR_US, ASSIGNED_TO_ME, TO_VOTE, QUARANTINED):
            continue
        found = category.applications(user).order_by()
        totals = found.aggregate(number=Count("pk"), since=Min("state_since"))
        if totals["number"]:
            yield category, _number_and_wait(category, totals["number"], totals["since"])


def _number_and_wait(category: Category, number: int, since: datetime) -> str:
    """ "3, the longest for 12 days"; only the number for the quarantine, where nobody waits."""
    days = days_since(since)
    if category == QUARANTINED or not days:
        return str(number)
    text = ngettext("{number}, the longest for {n} day", "{number}, the longest for {n} days", days)
    return text.format(number=number, n=days)


@dataclass(frozen=True)
class SearchResult:
    applications: QuerySet[Application]
    # Whether there are older applications whose names were not searched.
    is_partial: bool


def search_applications(user: User, category: Category, query: str) -> SearchResult:
    """Applications by a part of the name, the whole name, the e-mail address or the reference.

    Names are encrypted: a part of a name is looked for in the newest `MAX_SEARCHED_NAMES` only. The
    quarantine is searched only in its own category, so that spam does not bury the rest.
    """
    in_quarantine = category == QUARANTINED
    states = (
        category.states if in_quarantine else (*Application.OPEN_STATES, *Application.CLOSED_STATES)
    )
    searched = (
        permissions.readable_applications(user)
        .filter(state__in=states)
        .order_by("-submitted_at", "-pk")
    )
    query = plain_text.clean_line(query)
    newest = list(
        searched.values_list("pk", *languages.field_names("name"))[: MAX_SEARCHED_NAMES + 1]
    )
    matching = _with_name_like(newest[:MAX_SEARCHED_NAMES], query)
    # References are in capitals: a search in any case would use no index.
    wanted = Q(reference__startswith=query.upper()) | Q(pk__in=matching)
    typed = {languages.field_names("name")[0]: query, "email": query if "@" in query else ""}
    wanted |= duplicates.with_search_hash(duplicates.search_hashes(typed))
    return SearchResult(searched.filter(wanted), is_partial=len(newest) > MAX_SEARCHED_NAMES)


def _with_name_like(rows: list[tuple], query: str) -> list[int]:
    wanted = query.casefold()
    return [pk for pk, *names in rows if any(wanted in name.casefold() for name in names)]


def days_since(moment: datetime) -> int:
    return (timezone.now() - moment).days


def possible_duplicates_of(application: Application) -> QuerySet[Application]:
    alike = duplicates.with_search_hash(vars(application))
    if not alike:
        return Application.objects.none()
    found = Application.objects.filter(alike).exclude(pk=application.pk)
    return found.exclude(state=State.UNCONFIRMED).only(*LIST_FIELDS).order_by("-submitted_at")


def similar_organisations(application: Application) -> list[Organisation]:
    wanted = names_by_normalised_form(
        filter(None, (getattr(application, c) for c in languages.field_names("name")))
    )
    columns = ("pk", *languages.field_names("name"), "abbreviation", "other_names")
    every = Organisation.objects.only(*columns) if wanted else ()
    return [
        one
        for one in every
        if wanted.keys() & names_by_normalised_form(organisation_names(one)).keys()
    ]
