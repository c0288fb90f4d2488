"""What calendars that have an event already must hear of when it changes."""

from django.db import models

from network import languages

FACTS = ["starts_at", "ends_at", "precision", "time_zone", "status", "address_for", "online_url"]
WORDS = ["venue", "address", "city"]


class HeardByCalendars(models.Model):
    """Counts the changes of an event that calendars must hear of."""

    # Counted up with every change that calendars must hear of (RFC 5545, SEQUENCE).
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
    def from_db(cls, db, field_names, values):
        event = super().from_db(db, field_names, values)
        event._facts_in_database = event._calendar_facts()
        return event

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._facts_in_database = self._calendar_facts()

    def _calendar_facts(self) -> dict:
        """What was loaded of what calendars must hear of, by column."""
        words = [code for field in WORDS for code in languages.columns(field)]
        columns = (*FACTS, *words)
        return {name: self.__dict__[name] or "" for name in columns if name in self.__dict__}
