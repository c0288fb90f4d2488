"""Counts the changes of an event that calendars must take over."""

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db import models

from cms.i18n import languages

FIELDS = ["starts_at", "ends_at", "precision", "time_zone", "status", "address_for", "online_url"]
TRANSLATED_FIELDS = ["venue", "address", "city"]


class CalendarRevisions(models.Model):
    # SEQUENCE of RFC 5545: calendars that have the event already take over a higher revision.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of a new event nothing is known.
        self._facts_in_database: dict[str, Any] = {}

    def save(self, *args, update_fields=None, **kwargs):
        facts = self._calendar_facts()
        if update_fields is not None:
            facts = {name: value for name, value in facts.items() if name in update_fields}
        known = self._facts_in_database
        if any(name in known and known[name] != value for name, value in facts.items()):
            self.revision += 1
            update_fields = update_fields and {*update_fields, "revision"}
        super().save(*args, update_fields=update_fields, **kwargs)
        self._facts_in_database = known | facts

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        event = super().from_db(db, field_names, values, **options)
        event._facts_in_database = event._calendar_facts()
        return event

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet | None = None,
    ) -> None:
        """Django calls it, too, for a field that was not loaded: the others are as they were."""
        super().refresh_from_db(using, fields, from_queryset)
        facts = self._calendar_facts()
        loaded = facts if fields is None else facts.keys() & set(fields)
        self._facts_in_database |= {name: facts[name] for name in loaded}

    def _calendar_facts(self) -> dict:
        """The loaded values of the fields that calendars show."""
        words = [code for field in TRANSLATED_FIELDS for code in languages.field_names(field)]
        columns = (*FIELDS, *words)
        return {name: self.__dict__[name] or "" for name in columns if name in self.__dict__}
