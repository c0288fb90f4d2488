"""Counts the changes of an event that calendars must load (SEQUENCE of RFC 5545): of when, where
and whether it takes place. A new title or text is none."""

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db import models

from cms.i18n import languages

REVISION_FIELDS = [
    "starts_at",
    "ends_at",
    "precision",
    "time_zone",
    "status",
    "address_for",
    "online_url",
]
TRANSLATED_REVISION_FIELDS = ["venue", "address", "city"]


class CalendarRevisionMixin(models.Model):
    """Adds one to `revision` at each save that changes one of these fields."""

    # Calendars that have the event already replace it when this is higher.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Empty for a new event. `from_db` fills it for a loaded one.
        self._stored_values: dict[str, Any] = {}

    def save(self, *args, update_fields=None, **kwargs):
        values = self._revision_values()
        if update_fields is not None:
            values = {name: value for name, value in values.items() if name in update_fields}
        stored = self._stored_values
        if any(name in stored and stored[name] != value for name, value in values.items()):
            self.revision += 1
            update_fields = update_fields and {*update_fields, "revision"}
        super().save(*args, update_fields=update_fields, **kwargs)
        self._stored_values = stored | values

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        event = super().from_db(db, field_names, values, **options)
        event._stored_values = event._revision_values()
        return event

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet | None = None,
    ) -> None:
        """Django also calls this for a deferred field, and then loads no other."""
        super().refresh_from_db(using, fields, from_queryset)
        values = self._revision_values()
        loaded = values if fields is None else values.keys() & set(fields)
        self._stored_values |= {name: values[name] for name in loaded}

    def _revision_values(self) -> dict[str, Any]:
        """The values of the fields that are counted, without deferred ones."""
        names = [
            *REVISION_FIELDS,
            *(
                name
                for field in TRANSLATED_REVISION_FIELDS
                for name in languages.field_names(field)
            ),
        ]
        return {name: self.__dict__[name] or "" for name in names if name in self.__dict__}
