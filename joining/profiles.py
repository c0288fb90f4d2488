"""Between joining and being known: a new member says what its page is to say, and a coordinator
makes it public."""

from django.db import transaction
from django.db.models import QuerySet

from members.models import Organisation, Person
from network import languages


def awaited(model: type[Organisation | Person]) -> QuerySet:
    """Members that agreed to be public when they applied, or later, and are not yet."""
    return _organisations() if model is Organisation else _people()


def _organisations() -> QuerySet[Organisation]:
    """Those that have no date in any language, not even one to come."""
    undated = dict.fromkeys(languages.columns("published_at"))
    wanting = Organisation.objects.members().listed().filter(application__wants_listing=True)
    return wanting.filter(**undated)


def _people() -> QuerySet[Person]:
    wanting = Person.objects.members().shown().filter(application__wants_listing=True)
    return wanting.filter(has_public_profile=False, is_minor=False)


def is_awaited(member: Organisation | Person) -> bool:
    return awaited(type(member)).filter(pk=member.pk).exists()


def may_complete(member: Organisation | Person) -> bool:
    """Whether somebody who joined can say what their page is to say. A profile that is public
    already is changed at the desk."""
    if isinstance(member, Organisation):
        return Organisation.objects.members().listed().filter(pk=member.pk).exists()
    return is_awaited(member)


@transaction.atomic
def introduce(person: Person, biography: dict[str, str]) -> bool:
    """Keep what somebody says of themselves, by column, for a profile that is not public yet;
    whether that could be done."""
    Person.objects.select_for_update().get(pk=person.pk)
    return bool(awaited(Person).filter(pk=person.pk).update(**biography))
