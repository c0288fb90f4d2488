"""Between joining and being known: a new member says what its page is to say, and a coordinator
makes it public."""

from django.db import transaction
from django.db.models import QuerySet

from members.models import Organisation, Person


def awaited() -> QuerySet:
    """Members in person who agreed to be named in public when they applied, and are not yet."""
    wanting = Person.objects.members().shown().filter(application__wants_listing=True)
    return wanting.filter(has_public_profile=False, is_minor=False)


def is_awaited(person: Person) -> bool:
    return awaited().filter(pk=person.pk).exists()


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
    return bool(awaited().filter(pk=person.pk).update(**biography))
