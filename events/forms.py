"""Entering an event: times as the clocks at its place show them, parts with their people."""

import json
import zoneinfo
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib.admin.helpers import InlineAdminFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import USUAL_ROLES, zone_named
from network.forms import SOUND_YEARS, ContentForm
from network.rows import EachOnce, KnownRows, RowForm
from photos import gaps


class LocalMomentField(forms.DateTimeField):
    """A moment typed and shown in a time zone of its own: `zone`, given by the form."""

    default_validators = SOUND_YEARS
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)


class InZone:
    """For forms: the fields of moments think in the time zone of the event."""

    def think_in(self, zone: zoneinfo.ZoneInfo) -> None:
        for field in self.fields.values():
            if isinstance(field, LocalMomentField):
                field.zone = zone


class EventForm(InZone, ContentForm):
    rules = {"event_ends_after_it_starts": "ends_at"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("time_zone")) if self.is_bound else None
        self.think_in(zone_named(typed or self.instance.time_zone))

    def clean(self):
        cleaned = super().clean()
        for sentence in gaps.sentences(cleaned.get("lead_photo"), self.to_be_public()):
            self.add_error("lead_photo", sentence)
        return cleaned


class ParticipationForm(RowForm):
    """A row comes with the role that is usual in its part; without a person it is empty."""

    def has_changed(self) -> bool:
        given = {"order", "role"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - given)

    def _post_clean(self):
        """Of hundreds of people few change: who stays as stored was found right when stored."""
        if self.has_changed():
            super()._post_clean()


class SessionForm(InZone, RowForm):
    """A part of the programme with the people in it: `people`, a formset that the formset gives."""

    rules = {"session_ends_after_it_starts": "ends_at"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read by `desk-programme.js`.
        self.fields["kind"].widget.attrs["data-usual-roles"] = json.dumps(USUAL_ROLES)

    def has_changed(self) -> bool:
        return super().has_changed() or self.people.has_changed()

    def clean(self):
        cleaned = super().clean()
        if not self.people.is_valid():
            self.add_error(None, _("Look at the people of this part."))
        return cleaned

    def save(self, commit=True):
        session = super().save(commit)
        if commit:
            self.people.save()
        return session


class People(EachOnce):
    """Who is in a session, from what was loaded with all sessions of the event."""

    once = ("person", "role")
    said = _("This person has this role in this part already.")

    def get_queryset(self):
        return list(self.instance.participations.all()) if self.instance.pk else []


class Programme(KnownRows):
    """The sessions of an event; each brings its people.

    The inline gives both: `people` is the class of their formset, and `show` makes one of these
    what the template prints.
    """

    people: type[People]
    show: Callable[[People], InlineAdminFormSet]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.think_in(zone_named(self.instance.time_zone))
        form.people = self.people(
            data=form.data if form.is_bound else None,
            instance=form.instance,
            prefix=f"{form.prefix}-people",
        )
        form.people_rows = self.show(form.people)


class Partners(EachOnce):
    once = ("organisation", "role")
    said = _("This organisation has this role already.")


class MessageForm(RowForm):
    rules = {"message_has_sender": "person"}
