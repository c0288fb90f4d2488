"""The public page of a new member: the member writes it, a coordinator publishes it."""

from django.db import transaction
from django.db.models import QuerySet

from cms.i18n import languages
from members.models import Organisation, Person


def awaiting_publication(model: type[Organisation | Person]) -> QuerySet:
    """Members that agreed to be public, when they applied or later, and are not yet public."""
    return _organisations() if model is Organisation else _people()


def _organisations() -> QuerySet[Organisation]:
    unpublished = dict.fromkeys(languages.field_names("published_at"))
    consenting = (
        Organisation.objects.members().not_delisted().filter(application__agrees_to_listing=True)
    )
    return consenting.filter(**unpublished)


def _people() -> QuerySet[Person]:
    consenting = Person.objects.members().not_hidden().filter(application__agrees_to_listing=True)
    return consenting.filter(has_public_profile=False, is_minor=False)


def awaits_publication(member: Organisation | Person) -> bool:
    return awaiting_publication(type(member)).filter(pk=member.pk).exists()


def may_edit_profile(member: Organisation | Person) -> bool:
    """Whether a member can write its page with the link for signing. The public profile of a person
    is changed by the staff."""
    if isinstance(member, Organisation):
        return Organisation.objects.members().not_delisted().filter(pk=member.pk).exists()
    return awaits_publication(member)


@transaction.atomic
def save_biography(person: Person, biography: dict[str, str]) -> bool:
    """`biography` by column. Returns False where the profile has become public meanwhile."""
    Person.objects.select_for_update().get(pk=person.pk)
    return bool(awaiting_publication(Person).filter(pk=person.pk).update(**biography))
