"""Forms of an event: times in its own time zone, parts of the programme with their people."""

import json
import zoneinfo
from collections.abc import Callable
from functools import partial

from django import forms
from django.conf import settings
from django.contrib.admin.helpers import InlineAdminFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.admin.inlines import InlineRowForm, PreloadedFormSet, UniqueRowsFormSet
from cms.admin.widgets import YEAR_VALIDATORS
from cms.i18n import languages
from events.models import DEFAULT_ROLES, Event, zone_or_default
from photos.admin.picker import ContentWithPhotoForm


class LocalDateTimeField(forms.DateTimeField):
    """Typed and shown in the time zone `zone`, which the form sets."""

    default_validators = [*YEAR_VALIDATORS]
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)


class EventZoneMixin(forms.BaseForm):
    def set_zone(self, zone: zoneinfo.ZoneInfo) -> None:
        for field in self.fields.values():
            if isinstance(field, LocalDateTimeField):
                field.zone = zone


class EventForm(EventZoneMixin, ContentWithPhotoForm):
    constraint_error_fields = {"event_ends_after_it_starts": "ends_at"}

    class Meta:
        widgets = {"topics": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._add_same_as_first_language()
        typed = self.data.get(self.add_prefix("time_zone")) if self.is_bound else None
        self.set_zone(zone_or_default(typed or self.instance.time_zone))

    def _add_same_as_first_language(self) -> None:
        """The network's own language says how exact the attendance is, the others as it does or
        otherwise."""
        first, *others = languages.codes()
        same = _("as in {language}").format(language=languages.language_name(first))
        name = partial(languages.field_name, "attendance_exactness")
        fields = {code: self.fields.get(name(code)) for code in (first, *others)}
        for code, field in fields.items():
            if isinstance(field, forms.ChoiceField):
                empty = [] if code == first else [("", same)]
                field.choices = [*empty, *Event.Exactness.choices]


class ParticipationForm(InlineRowForm):
    constraint_error_fields = {"participation_is_person_or_name": "person"}

    def has_changed(self) -> bool:
        """A new row without a person or name is empty: its role is filled in beforehand."""
        prefilled = {"order", "role"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - prefilled)


class SessionForm(EventZoneMixin, InlineRowForm):
    people: "ParticipationFormSet"
    constraint_error_fields = {"session_ends_after_it_starts": "ends_at"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read by `static/js/admin/forms/default_roles.js`.
        self.fields["kind"].widget.attrs["data-default-roles"] = json.dumps(DEFAULT_ROLES)

    def has_changed(self) -> bool:
        return super().has_changed() or self.people.has_changed()

    def clean(self):
        cleaned = super().clean()
        if not self.people.is_valid():
            self.add_error(None, _("Check the people in this part."))
        return cleaned

    def save(self, commit=True):
        session = super().save(commit)
        if commit:
            self.people.save()
        return session


class ParticipationFormSet(UniqueRowsFormSet):
    unique_row_fields = ("person", "role")
    duplicate_message = _("This person has this role in this part already.")

    def get_queryset(self):
        return list(self.instance.participations.all()) if self.instance.pk else []

    def get_form_kwargs(self, index):
        """Unchanged rows were validated when they were stored: few of hundreds change."""
        return super().get_form_kwargs(index) | {"empty_permitted": True}


class ProgrammeFormSet(PreloadedFormSet):
    """The sessions of an event, each with a formset of its people. `SessionInline` sets the class
    of that formset, and what wraps it for the template.
    """

    people_formset: type[ParticipationFormSet]
    wrap_people: Callable[[ParticipationFormSet], InlineAdminFormSet]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.set_zone(zone_or_default(self.instance.time_zone))
        form.people = self.people_formset(
            data=form.data if form.is_bound else None,
            instance=form.instance,
            prefix=f"{form.prefix}-people",
        )
        form.people_rows = self.wrap_people(form.people)


class EventOrganisationFormSet(UniqueRowsFormSet):
    unique_row_fields = ("organisation", "role")
    duplicate_message = _("This organisation has this role already.")


class MessageForm(InlineRowForm):
    constraint_error_fields = {"message_has_sender": "person"}
