from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from cms.i18n import languages
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from members.models import DistinctPair, Organisation, Proposal
from members.names.normalised_names import names_by_normalised_form, organisation_names
from members.upkeep import logo_files
from page_cache.cached_values import cached_until_change

# The smaller primary key first.
PrimaryKeyPair = tuple[int, int]

# These fields of the duplicate are never copied.
EXCLUDED_FIELDS = {"id", "slug"}

# A precision is chosen together with its date.
PRECISION, DATE = "_precision", "_on"


@dataclass(frozen=True)
class PossibleDuplicate:
    first: Organisation
    second: Organisation
    name: str

    @property
    def both(self) -> list[Organisation]:
        return [self.first, self.second]


def possible_duplicates() -> list[PossibleDuplicate]:
    """The pairs with a name in common that nobody marked as different. Makes two queries."""
    distinct_pairs = set(DistinctPair.objects.values_list("first_id", "second_id"))
    return [pair for key, pair in _same_names().items() if key not in distinct_pairs]


@cached_until_change
def _same_names() -> dict[PrimaryKeyPair, PossibleDuplicate]:
    """The pairs with a name in common. The first page of the admin counts them each time."""
    organisations = Organisation.objects.only(
        "slug", "abbreviation", "other_names", *languages.field_names("name")
    ).order_by("pk")
    by_name = defaultdict(list)
    for organisation in organisations:
        for key, name in names_by_normalised_form(organisation_names(organisation)).items():
            by_name[key].append((organisation, name))
    pairs: dict[PrimaryKeyPair, PossibleDuplicate] = {}
    for group in by_name.values():
        for (first, name), (second, _name) in combinations(group, 2):
            pairs.setdefault((first.pk, second.pk), PossibleDuplicate(first, second, name))
    return pairs


def mark_distinct(first: Organisation, second: Organisation, by: User) -> None:
    first_pk, second_pk = sorted([first.pk, second.pk])
    DistinctPair.objects.get_or_create(
        first_id=first_pk, second_id=second_pk, defaults={"marked_by": by}
    )


def mergeable_fields() -> list[list[models.Field]]:
    """The fields to choose from, each date together with the field of its precision."""
    fields = {
        field.name: field
        for field in Organisation._meta.concrete_fields
        if field.editable and field.name not in EXCLUDED_FIELDS and not is_translated(field)
    }
    groups = []
    for name, field in fields.items():
        if name.endswith(PRECISION):
            continue
        companion = fields.get(name.removesuffix(DATE) + PRECISION) if DATE in name else None
        groups.append([field, companion] if companion else [field])
    return groups


def is_translated(field: models.Field) -> bool:
    return any(
        column != field.name and hasattr(Organisation, column)
        for column in languages.field_names(field.name)
    )


def changes_target(
    target: Organisation, duplicate: Organisation, fields_from_duplicate: set[str]
) -> bool:
    """Whether a value of the entry that stays becomes another one."""
    return any(
        getattr(target, field.attname) != getattr(duplicate, field.attname)
        for fields in mergeable_fields()
        if fields[0].name in fields_from_duplicate
        for field in fields
    )


@transaction.atomic
def merge_organisations(
    target: Organisation, duplicate: Organisation, fields_from_duplicate: set[str], by: User | None
) -> Organisation:
    """Merges `duplicate` into `target`, which gets its values of `fields_from_duplicate`, its
    related objects and its slugs. Without `by` nothing is logged: the merge is repeated after a
    restore.

    Raises ValidationError if the chosen values do not fit together; then nothing has changed.
    """
    locked = Organisation.objects.select_for_update().in_bulk([target.pk, duplicate.pk])
    if len(locked) < 2:
        raise ValidationError(_("One of the two is not there any more. Check the list again."))
    target, duplicate = locked[target.pk], locked[duplicate.pk]
    erasures.record_for_replay(
        ReplayedAction.MERGE,
        duplicate,
        detail=f"{target.pk}:{','.join(sorted(fields_from_duplicate))}",
    )
    message = _("Merged with “{name}” (number {pk}).").format(name=duplicate, pk=duplicate.pk)
    copy_fields(target, duplicate, fields_from_duplicate)
    move_related_objects(target, duplicate)
    if by:
        log_merge(by, duplicate, DELETION, message)
        log_merge(by, target, CHANGE, message)
    duplicate.delete()
    target.full_clean(exclude={"slug"})
    target.save()
    logo_files.move_logos_on_commit()
    return target


def copy_fields(
    target: Organisation, duplicate: Organisation, fields_from_duplicate: set[str]
) -> None:
    for fields in mergeable_fields():
        if fields[0].name in fields_from_duplicate:
            for field in fields:
                setattr(target, field.attname, getattr(duplicate, field.attname))
    target.former_slugs = [*target.former_slugs, *duplicate.former_slugs, duplicate.slug]


def move_related_objects(target: Organisation, duplicate: Organisation) -> None:
    """Points all foreign keys at `target`. An object that would violate a unique constraint is
    deleted."""
    duplicate.proposals.open().update(state=Proposal.State.REPLACED)
    duplicate.link_checks.all().delete()
    for relation in organisation_relations():
        model, field = relation.related_model, relation.field
        if model is DistinctPair:
            continue
        for item in model._base_manager.filter(**{field.name: duplicate.pk}):
            move_object(item, field, target)
    content_type = ContentType.objects.get_for_model(Organisation)
    LogEntry.objects.filter(content_type=content_type, object_id=str(duplicate.pk)).update(
        object_id=str(target.pk)
    )


def organisation_relations() -> list[models.ManyToOneRel]:
    """Every foreign key to organisations, including those of hidden many-to-many tables."""
    return [
        field
        for field in Organisation._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
    ]


def move_object(item: models.Model, field: models.ForeignKey, target: Organisation) -> None:
    try:
        with transaction.atomic():
            type(item)._base_manager.filter(pk=item.pk).update(**{field.attname: target.pk})
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        item.delete()


def log_merge(by: User, organisation: Organisation, flag: int, message: str) -> None:
    LogEntry.objects.log_actions(
        by.pk, [organisation], flag, change_message=message, single_object=True
    )
