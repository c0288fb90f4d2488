"""Counts the changes of an event that calendars must take over."""

from collections.abc import Collection
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

    def save(self, *args, update_fields=None, **kwargs):
        known, facts = getattr(self, "_facts_in_database", {}), self._calendar_facts()
        if any(facts.get(name) != value for name, value in known.items()):
            self.revision += 1
        if update_fields is not None:
            update_fields = {*update_fields, "revision"}
        super().save(*args, update_fields=update_fields, **kwargs)
        self._facts_in_database = facts

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        event = super().from_db(db, field_names, values, **options)
        event._facts_in_database = event._calendar_facts()
        return event

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._facts_in_database = self._calendar_facts()

    def _calendar_facts(self) -> dict:
        """The loaded values of the fields that calendars show."""
        words = [code for field in TRANSLATED_FIELDS for code in languages.field_names(field)]
        columns = (*FIELDS, *words)
        return {name: self.__dict__[name] or "" for name in columns if name in self.__dict__}
