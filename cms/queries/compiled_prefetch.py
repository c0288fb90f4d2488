"""What a `Prefetch` of rows with a foreign key loads, by a query that is compiled once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Lookup, Model, Prefetch, QuerySet
from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor


class AnyOf(Lookup):
    """As `in`, but with one parameter however many keys there are, so that the SQL is the same."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, self.rhs]


@dataclass(frozen=True)
class CompiledPrefetch:
    """`rows` returns the rows whose foreign key is one of some primary keys."""

    name: str
    foreign_key: ForeignKey
    queryset: QuerySet
    rows: Callable[[list[int]], list[Any]]

    def load(self, instances: Sequence[Model]) -> None:
        """Afterwards `instance.<name>.all()` asks the database no more."""
        related = defaultdict(list)
        for row in self.rows([instance.pk for instance in instances]):
            related[getattr(row, self.foreign_key.attname)].append(row)
        for instance in instances:
            self._keep(instance, related[instance.pk])

    def _keep(self, instance: Model, rows: list[Model]) -> None:
        for row in rows:
            self.foreign_key.set_cached_value(row, instance)
        # As Django's own `prefetch_one`: whoever filters them gets those of this instance.
        kept = getattr(instance, self.name)._apply_rel_filters(self.queryset)
        kept._result_cache, kept._prefetch_done = rows, True
        cache = vars(instance).setdefault("_prefetched_objects_cache", {})
        cache[self.foreign_key.remote_field.cache_name] = kept


def can_be_compiled(model: type[Model], lookup: str | Prefetch) -> bool:
    """Whether it names rows with a foreign key, and a queryset of them."""
    if isinstance(lookup, str) or lookup.queryset is None or lookup.to_attr:
        return False
    return type(getattr(model, lookup.prefetch_to, None)) is ReverseManyToOneDescriptor
