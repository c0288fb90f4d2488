"""Organisations that were entered twice: found by their names, made one, or told apart."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from members import logos, same_name
from members.models import Organisation, Proposal, TwoDifferent
from network import erasures, languages

# A pair is told by its numbers, the smaller first.
Pair = tuple[int, int]

# What each entry has for itself; what nobody edits is not theirs to choose either.
OWN = {"id", "slug"}

# "Known to the month" means nothing without its date.
PRECISION, DATE = "_precision", "_on"


@dataclass(frozen=True)
class Alike:
    """Two organisations that may be one, and the name that says so."""

    first: Organisation
    second: Organisation
    name: str

    @property
    def both(self) -> list[Organisation]:
        return [self.first, self.second]


def alike() -> list[Alike]:
    """Every pair with a name in common, except those that somebody told apart. Two queries."""
    named = Organisation.objects.only(
        "slug", "abbreviation", "other_names", *languages.columns("name")
    ).order_by("pk")
    by_key = defaultdict(list)
    for organisation in named:
        for key, name in same_name.keys(same_name.names_of(organisation)).items():
            by_key[key].append((organisation, name))
    told_apart = set(TwoDifferent.objects.values_list("first_id", "second_id"))
    pairs: dict[Pair, Alike] = {}
    for group in by_key.values():
        for (first, name), (second, _name) in combinations(group, 2):
            if (first.pk, second.pk) not in told_apart:
                pairs.setdefault((first.pk, second.pk), Alike(first, second, name))
    return list(pairs.values())


def tell_apart(one: Organisation, other: Organisation, by) -> None:
    """These are two different ones: the pair is not offered again."""
    first, second = sorted([one.pk, other.pk])
    TwoDifferent.objects.get_or_create(first_id=first, second_id=second, defaults={"said_by": by})


def choices() -> list[list[models.Field]]:
    """What can be chosen from either entry, each with the columns that go with it."""
    fields = {
        field.name: field
        for field in Organisation._meta.concrete_fields
        if field.editable and field.name not in OWN and not is_translated(field)
    }
    together = []
    for name, field in fields.items():
        if name.endswith(PRECISION):
            continue
        companion = fields.get(name.removesuffix(DATE) + PRECISION) if DATE in name else None
        together.append([field, companion] if companion else [field])
    return together


def is_translated(field: models.Field) -> bool:
    """Whether a field only stands for its columns, one a language."""
    return any(
        column != field.name and hasattr(Organisation, column)
        for column in languages.columns(field.name)
    )


@transaction.atomic
def merge(stays: Organisation, goes: Organisation, from_other: set[str], by) -> Organisation:
    """One organisation out of two: `stays`, with the fields named in `from_other` taken from the
    one that goes, with all that belonged to it, and found at its addresses.

    Without `by` nothing is logged: it is done again after a restore.
    Raises ValidationError when what was chosen cannot stand together; then nothing has changed.
    """
    locked = Organisation.objects.select_for_update().in_bulk([stays.pk, goes.pk])
    if len(locked) < 2:
        raise ValidationError(_("One of the two is not there any more. Look at the list again."))
    stays, goes = locked[stays.pk], locked[goes.pk]
    erasures.note("merge", goes, detail=f"{stays.pk}:{','.join(sorted(from_other))}")
    words = _("Merged with “{name}” (number {pk}).").format(name=goes, pk=goes.pk)
    take(stays, goes, from_other)
    move_belongings(stays, goes)
    if by:
        log(by, goes, DELETION, words)
        log(by, stays, CHANGE, words)
    goes.delete()
    stays.full_clean(exclude={"slug"})
    stays.save()
    logos.follow()
    return stays


def take(stays: Organisation, goes: Organisation, from_other: set[str]) -> None:
    for fields in choices():
        if fields[0].name in from_other:
            for field in fields:
                setattr(stays, field.attname, getattr(goes, field.attname))
    stays.former_slugs = [*stays.former_slugs, *goes.former_slugs, goes.slug]


def move_belongings(stays: Organisation, goes: Organisation) -> None:
    """Whatever points at the one that goes points at the one that stays; what that one has
    already, in the eyes of the database, is not kept twice."""
    goes.proposals.open().update(state=Proposal.State.REPLACED)
    goes.link_checks.all().delete()
    for link in relations():
        if link.related_model is TwoDifferent:
            continue
        for row in link.related_model._base_manager.filter(**{link.field.name: goes.pk}):
            move(row, link.field, stays)
    kind = ContentType.objects.get_for_model(Organisation)
    LogEntry.objects.filter(content_type=kind, object_id=str(goes.pk)).update(
        object_id=str(stays.pk)
    )


def relations() -> list[models.ManyToOneRel]:
    """Every foreign key to organisations, those of hidden many-to-many tables included."""
    return [
        field
        for field in Organisation._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]


def move(row: models.Model, field: models.ForeignKey, stays: Organisation) -> None:
    here = type(row)._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            here.update(**{field.attname: stays.pk})
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        row.delete()


def log(by, organisation: Organisation, flag: int, words: str) -> None:
    LogEntry.objects.log_actions(
        by.pk, [organisation], flag, change_message=words, single_object=True
    )
